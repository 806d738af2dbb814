package dev.casestream.ticket.domain;

import static dev.casestream.ticket.domain.Cases.LIFECYCLE;
import static dev.casestream.ticket.domain.Cases.T0;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.domain.Decision.Accepted;
import dev.casestream.ticket.domain.Decision.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every command in every status, by the table in the documentation: events and where they lead, or who refuses. */
class TransitionTableTest {

    private static final List<String[]> TABLE = table(Path.of("../docs/ticket-lifecycle.md"));

    @TestFactory
    Stream<DynamicTest> every_cell_holds() {
        var statuses = TABLE.getFirst();
        return TABLE.stream()
                .skip(1)
                .flatMap(row -> IntStream.range(1, row.length)
                        .mapToObj(column -> DynamicTest.dynamicTest(row[0] + " in " + statuses[column], () -> {
                            var ticket = Cases.ticket(TicketStatus.valueOf(statuses[column]));
                            var decision =
                                    LIFECYCLE.decide(ticket, Cases.command(row[0]), T0.plus(Duration.ofHours(1)));
                            assertThat(told(decision)).isEqualTo(row[column]);
                        })));
    }

    @Test
    void the_table_has_every_command_and_every_status() {
        assertThat(TABLE.stream()
                        .skip(1)
                        .map(row -> Cases.command(row[0]).getClass())
                        .collect(toSet()))
                .isEqualTo(Set.of(TicketCommand.class.getPermittedSubclasses()));
        assertThat(TABLE.getFirst())
                .contains(Arrays.stream(TicketStatus.values()).map(Enum::name).toArray(String[]::new));
        assertThat(TABLE).allSatisfy(row -> assertThat(row).hasSize(1 + TicketStatus.values().length));
    }

    @Test
    void nothing_but_opening_can_begin_a_ticket() {
        TABLE.stream()
                .skip(1)
                .map(row -> row[0])
                .forEach(name -> assertThat(told(LIFECYCLE.decide(null, Cases.command(name), T0)))
                        .as(name)
                        .isEqualTo(name.equals("open") ? "TicketOpened NEW" : "ticket-unknown"));
    }

    private static List<String[]> table(Path page) {
        try (var lines = Files.lines(page)) {
            return lines.filter(line -> line.startsWith("| "))
                    .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                            .map(String::strip)
                            .toArray(String[]::new))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String told(Decision decision) {
        return switch (decision) {
            case Refused refused -> refused.rule();
            case Accepted accepted ->
                accepted.events().stream().map(TransitionTableTest::told).collect(Collectors.joining(", "));
        };
    }

    private static String told(TicketEvent event) {
        return event.getClass().getSimpleName() + " " + event.status();
    }
}
