package dev.casestream.ticket.visibility;

import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.visibility.Case.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
        Map<String, String> fields,
        String channel,
        @Nullable String language,
        @Nullable String resolution,
        List<Link> links,
        @Nullable UUID mergedInto,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant solvedAt,
        @Nullable Instant closedAt,
        long version) {

    /** @param type {@code follow-up-of}: the closed ticket that the customer answered to */
    @Schema(name = "TicketLink")
    record Link(String type, UUID ticket) {}

    public static TicketView of(Case shown, Visibility viewer) {
        var t = shown.ticket();
        var ours = !viewer.isCustomer();
        return new TicketView(
                t.id(),
                t.number(),
                t.subject(),
                t.status(),
                null,
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
                t.followUpOf() == null ? List.of() : List.of(new Link("follow-up-of", t.followUpOf())),
                null,
                t.createdAt(),
                t.updatedAt(),
                t.solvedAt(),
                t.closedAt(),
                t.version());
    }
}
