package dev.casestream.ticket.handling;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.MessageKind;
import dev.casestream.contracts.MessageText;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.conversation.MessageBody;
import dev.casestream.ticket.domain.Decision.Accepted;
import dev.casestream.ticket.domain.Decision.Refused;
import dev.casestream.ticket.domain.Lifecycle;
import dev.casestream.ticket.domain.TicketCommand;
import dev.casestream.ticket.visibility.Case;
import dev.casestream.ticket.visibility.TicketView;
import dev.casestream.ticket.visibility.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One person's turn with one ticket, which is locked meanwhile. */
final class Turn {

    private final Work work;
    private final Visibility viewer;
    private final Cause cause;
    private final Lifecycle lifecycle;
    private final Instant now;
    private final Changes changes = new Changes();
    private Case current;

    Turn(Work work, Visibility viewer, Cause cause, Lifecycle lifecycle, Instant now, Case current) {
        this.work = work;
        this.viewer = viewer;
        this.cause = cause;
        this.lifecycle = lifecycle;
        this.now = now;
        this.current = current;
    }

    Work work() {
        return work;
    }

    Visibility viewer() {
        return viewer;
    }

    TicketRow ticket() {
        return current.ticket();
    }

    Changes changes() {
        return changes;
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 409 when a rule refuses */
    void decide(TicketCommand command) {
        current = switch (lifecycle.decide(ticket().ticket(), command, now)) {
            case Accepted accepted ->
                accepted.events().isEmpty() ? current : current.with(changes.apply(ticket(), accepted.events(), cause));
            case Refused refused ->
                throw Problems.refused(
                        refused.rule(),
                        refused.detail(),
                        Map.of("status", ticket().status(), "version", ticket().version()));
        };
    }

    void resolve(String resolution) {
        current = current.with(changes.keep(ticket().withResolution(resolution)));
    }

    void say(UUID messageId, MessageKind kind, AuthorRole role, String author, MessageBody body) {
        changes.say(
                new MessageText(
                        messageId,
                        ticket().id(),
                        kind,
                        role,
                        author,
                        ticket().channel(),
                        null,
                        ticket().subject(),
                        body.text(),
                        body.html(),
                        null,
                        ticket().language(),
                        List.of(),
                        ticket().updatedAt()),
                cause);
    }

    /** The ticket as it is now, with its tag. */
    Answer answer() {
        return Answer.of(200, TicketView.of(current, viewer)).with("ETag", ETags.of(ticket().version()));
    }
}
