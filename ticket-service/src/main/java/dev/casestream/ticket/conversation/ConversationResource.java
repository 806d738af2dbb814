package dev.casestream.ticket.conversation;

import static dev.casestream.chassis.security.Roles.*;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Instants;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.conversation.Conversation.MessageView;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What was said on a ticket. */
@Path("/v1/tickets/{ticket}")
@Tag(name = "Tickets")
class ConversationResource {

    private final Tx tx;
    private final Cases cases;
    private final Conversation conversation;
    private final Caller caller;

    ConversationResource(Tx tx, Cases cases, Conversation conversation, Caller caller) {
        this.tx = tx;
        this.cases = cases;
        this.conversation = conversation;
        this.caller = caller;
    }

    @GET
    @Path("/messages")
    @RolesAllowed({CUSTOMER, AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "The conversation, oldest first", description = "Customers see no notes")
    public Uni<Page<MessageView>> messages(
            String ticket,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var after = Cursor.decode(cursor, 2).map(ConversationResource::place).orElse(new Place(null, null));
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> cases.find(work, viewer, ticket)
                        .flatMap(found ->
                                conversation.of(work, viewer, found.ticket().id(), after.at(), after.id(), limit + 1))
                        .map(messages -> Page.of(
                                messages,
                                limit,
                                message -> message,
                                message -> List.of(
                                        message.createdAt().toString(),
                                        message.id().toString())))));
    }

    private record Place(@Nullable Instant at, @Nullable UUID id) {}

    private static Place place(List<String> key) {
        try {
            return new Place(Instants.parse("cursor", key.getFirst()), UUID.fromString(key.getLast()));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Problems.invalid("cursor", "is not a nextCursor of this list");
        }
    }
}
