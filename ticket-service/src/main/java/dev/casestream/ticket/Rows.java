package dev.casestream.ticket;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Times between the database's client, which knows no {@link Instant}, and us. */
public final class Rows {

    private Rows() {}

    public static @Nullable Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    public static Instant requireInstant(Row row, String column) {
        return Objects.requireNonNull(instant(row, column), column);
    }

    public static OffsetDateTime parameter(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
