package dev.casestream.chassis.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {

    static Stream<Throwable> infrastructure() {
        return Stream.of(
                sql("40P01"),
                sql("57P01"),
                sql("08006"),
                sql("53100"),
                new IllegalStateException(new SQLException("could not extend file", "53100")),
                new CompletionException(new IOException("Connection reset")),
                new IllegalStateException(new TimeoutException()));
    }

    static Stream<Throwable> theEventsOwn() {
        return Stream.of(
                sql("23505"),
                sql("22001"),
                new IllegalStateException(new SQLException("duplicate key", "23505")),
                new IllegalStateException("poison"),
                new NullPointerException(),
                new CompletionException(new JsonParseException("a word in the JSON")));
    }

    @ParameterizedTest
    @MethodSource("infrastructure")
    void what_passes_is_waited_out(Throwable failure) {
        assertThat(Failure.isInfrastructure(failure)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("theEventsOwn")
    void what_stays_parks_the_key(Throwable failure) {
        assertThat(Failure.isInfrastructure(failure)).isFalse();
    }

    @Test
    void a_reason_holds_no_content() {
        assertThat(Failure.reason(new CompletionException(new IllegalStateException("mette@example.com"))))
                .isEqualTo("IllegalStateException");
        assertThat(Failure.reason(sql("23505"))).isEqualTo("PgException 23505");
    }

    private static Throwable sql(String state) {
        return new CompletionException(new PgException("message", "ERROR", state, "detail"));
    }
}
