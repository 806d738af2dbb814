package dev.casestream.ticket.domain;

import static dev.casestream.ticket.domain.Cases.LIFECYCLE;
import static dev.casestream.ticket.domain.Cases.T0;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.domain.Decision.Accepted;
import dev.casestream.ticket.domain.Decision.Refused;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every command in every status: the events and where they lead, or the rule that refuses. */
class TransitionTableTest {

    private static final String TABLE = """
            command           | NEW                                | OPEN                                  | PENDING                               | ON_HOLD                               | SOLVED                                               | CLOSED
            open              | ticket-exists                      | ticket-exists                         | ticket-exists                         | ticket-exists                         | ticket-exists                                        | ticket-exists
            customer message  | CustomerMessageReceived NEW        | CustomerMessageReceived OPEN          | CustomerMessageReceived OPEN          | CustomerMessageReceived OPEN          | TicketReopened OPEN, CustomerMessageReceived OPEN    | ticket-closed
            automatic message | CustomerMessageReceived NEW        | CustomerMessageReceived OPEN          | CustomerMessageReceived PENDING       | CustomerMessageReceived ON_HOLD       | CustomerMessageReceived SOLVED                       | ticket-closed
            assign agent      | TicketAssigned OPEN                | TicketAssigned OPEN                   | TicketAssigned PENDING                | TicketAssigned ON_HOLD                | TicketAssigned SOLVED                                | ticket-closed
            assign team       | TicketAssigned NEW                 | TicketAssigned OPEN                   | TicketAssigned PENDING                | TicketAssigned ON_HOLD                | TicketAssigned SOLVED                                | ticket-closed
            apply proposal    | TicketAssigned OPEN                | AssignmentDeclined OPEN               | AssignmentDeclined PENDING            | AssignmentDeclined ON_HOLD            | AssignmentDeclined SOLVED                            | AssignmentDeclined CLOSED
            apply move        | TicketAssigned OPEN                | TicketAssigned OPEN                   | TicketAssigned PENDING                | TicketAssigned ON_HOLD                | AssignmentDeclined SOLVED                            | AssignmentDeclined CLOSED
            classify          | TicketTriaged NEW                  | TicketTriaged OPEN                    | TicketTriaged PENDING                 | TicketTriaged ON_HOLD                 | TicketTriaged SOLVED                                 | ticket-closed
            reply             | ReplyAccepted PENDING              | ReplyAccepted PENDING                 | ReplyAccepted PENDING                 | ReplyAccepted PENDING                 | reply-status                                         | ticket-closed
            reply and stay    | ReplyAccepted OPEN                 | ReplyAccepted OPEN                    | ReplyAccepted OPEN                    | ReplyAccepted OPEN                    | reply-status                                         | ticket-closed
            reply and hold    | ReplyAccepted ON_HOLD              | ReplyAccepted ON_HOLD                 | ReplyAccepted ON_HOLD                 | ReplyAccepted ON_HOLD                 | reply-status                                         | ticket-closed
            reply and solve   | solve-needs-agent                  | ReplyAccepted OPEN, TicketSolved SOLVED | ReplyAccepted PENDING, TicketSolved SOLVED | ReplyAccepted ON_HOLD, TicketSolved SOLVED | reply-status                               | ticket-closed
            reply and close   | reply-status                       | reply-status                          | reply-status                          | reply-status                          | reply-status                                         | ticket-closed
            note              | NoteAdded NEW                      | NoteAdded OPEN                        | NoteAdded PENDING                     | NoteAdded ON_HOLD                     | NoteAdded SOLVED                                     | ticket-closed
            solve             | solve-needs-agent                  | TicketSolved SOLVED                   | TicketSolved SOLVED                   | TicketSolved SOLVED                   | solve-status                                         | ticket-closed
            reopen            | reopen-status                      | reopen-status                         | reopen-status                         | reopen-status                         | TicketReopened OPEN                                  | ticket-closed
            close             | close-status                       | close-status                          | close-status                          | close-status                          | TicketClosed CLOSED                                  | ticket-closed
            hold              | hold-status                        | TicketHeld ON_HOLD                    | hold-status                           | hold-status                           | hold-status                                          | ticket-closed
            escalate          | TicketEscalated NEW                | TicketEscalated OPEN                  | TicketEscalated PENDING               | TicketEscalated ON_HOLD               | TicketEscalated SOLVED                               | TicketEscalated CLOSED
            """;

    @TestFactory
    Stream<DynamicTest> every_cell_holds() {
        var statuses = cells(TABLE.lines().findFirst().orElseThrow());
        return TABLE.lines()
                .skip(1)
                .map(TransitionTableTest::cells)
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
        assertThat(TABLE.lines()
                        .skip(1)
                        .map(row -> Cases.command(cells(row)[0]).getClass())
                        .collect(toSet()))
                .isEqualTo(Set.of(TicketCommand.class.getPermittedSubclasses()));
        assertThat(cells(TABLE.lines().findFirst().orElseThrow()))
                .contains(Arrays.stream(TicketStatus.values()).map(Enum::name).toArray(String[]::new));
    }

    @Test
    void nothing_but_opening_can_begin_a_ticket() {
        TABLE.lines()
                .skip(1)
                .map(row -> cells(row)[0])
                .forEach(name -> assertThat(told(LIFECYCLE.decide(null, Cases.command(name), T0)))
                        .as(name)
                        .isEqualTo(name.equals("open") ? "TicketOpened NEW" : "ticket-unknown"));
    }

    private static String[] cells(String row) {
        return Arrays.stream(row.split("\\|")).map(String::strip).toArray(String[]::new);
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
