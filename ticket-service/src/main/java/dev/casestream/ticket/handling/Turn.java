package dev.casestream.ticket.handling;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.MessageKind;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.MessageBody;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.domain.Decision.Accepted;
import dev.casestream.ticket.domain.Decision.Refused;
import dev.casestream.ticket.domain.Lifecycle;
import dev.casestream.ticket.domain.TicketCommand;
import dev.casestream.ticket.domain.TicketCommand.AddNote;
import dev.casestream.ticket.domain.TicketCommand.Reply;
import dev.casestream.ticket.visibility.Case;
import dev.casestream.ticket.visibility.TicketView;
import dev.casestream.ticket.visibility.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One person's turn with one ticket, which is locked meanwhile. */
public final class Turn {

    private final Work work;
    private final Visibility viewer;
    private final Caller caller;
    private final Cause cause;
    private final Lifecycle lifecycle;
    private final Instant now;
    private final Changes changes = new Changes();
    private Case current;

    Turn(Work work, Visibility viewer, Caller caller, Lifecycle lifecycle, Instant now, Case current) {
        this.work = work;
        this.viewer = viewer;
        this.caller = caller;
        this.cause = Cause.request(caller.actor());
        this.lifecycle = lifecycle;
        this.now = now;
        this.current = current;
    }

    public Work work() {
        return work;
    }

    public Visibility viewer() {
        return viewer;
    }

    public TicketRow ticket() {
        return current.ticket();
    }

    Changes changes() {
        return changes;
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 409 when a rule refuses */
    public void decide(TicketCommand command) {
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

    /** Answers the customer; what solves is the resolution too. */
    public UUID reply(MessageBody body, TicketStatus status) {
        var message = Ids.next();
        decide(new Reply(message, role(), caller.id(), ticket().channel(), status));
        if (status == TicketStatus.SOLVED) {
            resolve(body.text());
        }
        say(message, MessageKind.REPLY, body);
        return message;
    }

    /** Adds what the customer never reads. */
    public UUID note(MessageBody body) {
        var message = Ids.next();
        decide(new AddNote(message, caller.id()));
        say(message, MessageKind.NOTE, body);
        return message;
    }

    private AuthorRole role() {
        return caller.isAny(Roles.BOT, Roles.SERVICE) ? AuthorRole.BOT : AuthorRole.AGENT;
    }

    private void say(UUID messageId, MessageKind kind, MessageBody body) {
        changes.say(
                new MessageText(
                        messageId,
                        ticket().id(),
                        kind,
                        role(),
                        caller.id(),
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
