package dev.casestream.ticket.handling;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.Attachment;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.MessageKind;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.MessageBody;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.domain.Decision.Accepted;
import dev.casestream.ticket.domain.Decision.Refused;
import dev.casestream.ticket.domain.Field;
import dev.casestream.ticket.domain.Lifecycle;
import dev.casestream.ticket.domain.TicketCommand;
import dev.casestream.ticket.domain.TicketCommand.AddNote;
import dev.casestream.ticket.domain.TicketCommand.CopyReply;
import dev.casestream.ticket.domain.TicketCommand.Merge;
import dev.casestream.ticket.domain.TicketCommand.Reply;
import dev.casestream.ticket.domain.TicketCommand.UndoMerge;
import dev.casestream.ticket.visibility.Case;
import dev.casestream.ticket.visibility.TicketView;
import dev.casestream.ticket.visibility.Visibility;
import io.quarkiverse.resteasy.problem.HttpProblem;
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
    private final Circumstances circumstances;
    private final Changes changes = new Changes();
    private Case current;

    Turn(Work work, Visibility viewer, Caller caller, Lifecycle lifecycle, Circumstances circumstances, Case current) {
        this.work = work;
        this.viewer = viewer;
        this.caller = caller;
        this.cause = Cause.request(caller.actor());
        this.lifecycle = lifecycle;
        this.circumstances = circumstances;
        this.current = current;
    }

    public Work work() {
        return work;
    }

    public Visibility viewer() {
        return viewer;
    }

    public Case current() {
        return current;
    }

    public TicketRow ticket() {
        return current.ticket();
    }

    public Instant now() {
        return circumstances.now();
    }

    public Cause cause() {
        return cause;
    }

    public List<Field> fields() {
        return circumstances.obligations().fields();
    }

    public Changes changes() {
        return changes;
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 409 when a rule refuses */
    public void decide(TicketCommand command) {
        current = switch (lifecycle.decide(ticket().ticket(), command, now())) {
            case Accepted accepted -> {
                if (accepted.events().isEmpty()) {
                    yield current;
                }
                requireDone(command, accepted.events().getLast().status());
                yield current.with(changes.apply(ticket(), accepted.events(), cause));
            }
            case Refused refused -> throw refusal(refused);
        };
    }

    private void requireDone(TicketCommand command, TicketStatus to) {
        if (command instanceof Merge || command instanceof UndoMerge) {
            return;
        }
        circumstances
                .obligations()
                .against(ticket().ticket(), to, ticket().fields())
                .ifPresent(refused -> {
                    throw refusal(refused);
                });
    }

    private HttpProblem refusal(Refused refused) {
        return Problems.refused(
                refused.rule(), refused.detail(), Map.of("status", ticket().status(), "version", ticket().version()));
    }

    /** Carries on with the ticket as another part of this transaction has left it. */
    public void refresh(TicketRow row) {
        current = current.with(row);
    }

    void rename(String subject) {
        current = current.with(changes.keep(ticket().withSubject(subject)));
    }

    void fill(Map<String, Object> values) {
        current = current.with(changes.keep(ticket().withFields(values)));
    }

    public void resolve(String resolution) {
        current = current.with(changes.keep(ticket().withResolution(resolution)));
    }

    /** Answers the customer; what solves is the resolution too. */
    public UUID reply(MessageBody body, TicketStatus status) {
        return reply(body, List.of(), status);
    }

    public UUID reply(MessageBody body, List<Attachment> files, TicketStatus status) {
        var message = Ids.next();
        decide(new Reply(message, role(), caller.id(), ticket().channel(), status));
        circumstances.others().forEach(other -> decide(new CopyReply(message, other, ticket().channel())));
        if (status == TicketStatus.SOLVED) {
            resolve(body.text());
        }
        say(message, MessageKind.REPLY, role(), body, files);
        return message;
    }

    /** Adds what the customer never reads. */
    public UUID note(MessageBody body) {
        return note(body, List.of());
    }

    public UUID note(MessageBody body, List<Attachment> files) {
        var message = Ids.next();
        decide(new AddNote(message, caller.id()));
        say(message, MessageKind.NOTE, role(), body, files);
        return message;
    }

    /** Leaves a trace in the conversation of what happened to the ticket itself. */
    public void trace(String words) {
        say(Ids.next(), MessageKind.SYSTEM, AuthorRole.SYSTEM, new MessageBody(words, null), List.of());
    }

    private AuthorRole role() {
        return caller.isAny(Roles.BOT, Roles.SERVICE) ? AuthorRole.BOT : AuthorRole.AGENT;
    }

    private void say(UUID messageId, MessageKind kind, AuthorRole role, MessageBody body, List<Attachment> files) {
        changes.say(
                new MessageText(
                        messageId,
                        ticket().id(),
                        kind,
                        role,
                        caller.id(),
                        ticket().channel(),
                        null,
                        ticket().subject(),
                        body.text(),
                        body.html(),
                        null,
                        ticket().language(),
                        files,
                        ticket().updatedAt()),
                cause);
    }

    /** An answer with what lets reads elsewhere wait for this turn. */
    Answer tokened(Answer answer) {
        return answer.with("Consistency-Token", "tickets:" + ticket().id() + ":" + ticket().version());
    }

    /** The ticket as it is now, with its tag. */
    public Answer answer() {
        var answer = Answer.of(200, TicketView.of(current, viewer)).with("ETag", ETags.of(ticket().version()));
        return ticket().status() == TicketStatus.SOLVED && circumstances.openIncidents() > 0
                ? answer.with("Link", "</v1/tickets/" + ticket().id() + "/incidents/replies>; rel=\"answer-incidents\"")
                : answer;
    }
}
