package dev.casestream.ticket.visibility;

import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.visibility.Case.Requester;
import dev.casestream.ticket.visibility.Links.Link;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A ticket as clients see it. Customers are not told who works on it, at which level, with which tags. */
@Schema(name = "Ticket")
public record TicketView(
        UUID id,
        @Schema(examples = "CS-1042") String number,
        String subject,
        TicketStatus status,
        @Nullable String customStatus,
        Priority priority,
        @Nullable String category,
        @Nullable Integer level,
        @Nullable String team,
        @Nullable String agent,
        Requester requester,
        List<Requester> ccs,
        List<String> tags,
        Map<String, Object> fields,
        String channel,
        @Nullable String language,
        @Nullable String resolution,
        List<Link> links,
        @Nullable UUID mergedInto,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant solvedAt,
        @Nullable Instant closedAt,
        @Nullable Instant snoozedUntil,
        long version) {

    public static TicketView of(Case shown, Visibility viewer) {
        var t = shown.ticket();
        var ours = !viewer.isCustomer();
        return new TicketView(
                t.id(),
                t.number(),
                t.subject(),
                t.status(),
                t.customStatus(),
                t.priority(),
                t.category(),
                ours ? t.level() : null,
                ours ? t.team() : null,
                ours ? t.agent() : null,
                shown.requester(),
                List.of(),
                ours ? t.tags() : List.of(),
                t.fields(),
                t.channel(),
                t.language(),
                t.resolution(),
                links(shown, ours),
                t.mergedInto(),
                t.createdAt(),
                t.updatedAt(),
                t.solvedAt(),
                t.closedAt(),
                ours ? t.wakeAt() : null,
                t.version());
    }

    /** Customers are told only which closed ticket of theirs this one follows. */
    private static List<Link> links(Case shown, boolean ours) {
        var followed = shown.ticket().followUpOf();
        return Stream.concat(
                        followed == null ? Stream.empty() : Stream.of(new Link("follow-up-of", followed)),
                        ours ? shown.links().stream() : Stream.empty())
                .toList();
    }
}
