package dev.casestream.analytics.domain;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.CustomerMessageReceived;
import dev.casestream.contracts.TicketEvent.MergeReverted;
import dev.casestream.contracts.TicketEvent.NoteAdded;
import dev.casestream.contracts.TicketEvent.ReplyAccepted;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketClosed;
import dev.casestream.contracts.TicketEvent.TicketEscalated;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketEvent.TicketReopened;
import dev.casestream.contracts.TicketEvent.TicketSolved;
import dev.casestream.contracts.TicketEvent.TicketTriaged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each event adds to a ticket's history. */
final class TicketFacts {

    private TicketFacts() {}

    /** @return null as long as the opening was not seen: without it nothing can be counted */
    static @Nullable TicketHistory evolve(@Nullable TicketHistory history, TicketEvent event) {
        if (history == null) {
            return event instanceof TicketOpened opened ? opened(opened) : null;
        }
        return changed(history, event).is(event.status(), event.at());
    }

    private static TicketHistory opened(TicketOpened e) {
        return new TicketHistory(
                new Opening(e.number(), e.channel(), e.language(), e.receivedAt(), e.at()),
                e.status(),
                List.of(new Standing(e.at(), e.priority(), e.category(), e.level(), e.team(), null)),
                Milestones.NONE,
                Counts.OPENED,
                e.at());
    }

    private static TicketHistory changed(TicketHistory history, TicketEvent event) {
        var standing = history.standing();
        var reached = history.milestones();
        var counts = history.counts();
        return switch (event) {
            case CustomerMessageReceived e -> history.counts(counts.customerMessage());
            case TicketAssigned e ->
                history.counts(history.handsOffTo(e.agent()) ? counts.handoff() : counts)
                        .reaches(e.agent() == null ? reached : reached.assigned(e.at()))
                        .stands(standing.assigned(e.at(), e.team(), e.agent()));
            case TicketTriaged e -> history.stands(standing.triaged(e.at(), e.priority(), e.category(), e.level()));
            case TicketEscalated e ->
                history.stands(standing.triaged(e.at(), e.priority(), standing.category(), e.level()));
            case ReplyAccepted e ->
                history.counts(counts.publicReply())
                        .reaches(e.authorRole() == AuthorRole.AGENT ? reached.replied(e.at()) : reached);
            case NoteAdded e -> history.counts(counts.internalNote());
            case TicketSolved e -> history.reaches(reached.solved(e.at()));
            case TicketReopened e -> history.counts(counts.reopening()).reaches(reached.reopened());
            case TicketClosed e -> history.reaches(reached.closed(e.at()));
            case MergeReverted e -> history.reaches(reached.unclosed());
            default -> history;
        };
    }
}
