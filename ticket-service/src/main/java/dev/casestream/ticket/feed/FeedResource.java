package dev.casestream.ticket.feed;

import static dev.casestream.chassis.security.Roles.*;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.feed.Feed.Part;
import dev.casestream.ticket.history.EventView;
import dev.casestream.ticket.visibility.Policy;
import dev.casestream.ticket.visibility.Visibility;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What happens on the tickets that one sees, as it is on the topic. */
@Path("/v1/events")
@Tag(name = "Events")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
class FeedResource {

    /** Clients come back by themselves, with a token that is still good. */
    private static final Duration AT_MOST = Duration.ofMinutes(10);

    private static final int BATCH = 100;

    private final Tx tx;
    private final Feed feed;
    private final Bell bell;
    private final Caller caller;
    private final Duration heartbeat;

    FeedResource(
            Tx tx,
            Feed feed,
            Bell bell,
            Caller caller,
            @ConfigProperty(name = "casestream.feed.heartbeat", defaultValue = "PT15S") Duration heartbeat) {
        this.tx = tx;
        this.feed = feed;
        this.bell = bell;
        this.caller = caller;
        this.heartbeat = heartbeat;
    }

    /**
     * Some events.
     *
     * @param nextCursor what to give as after; always there, for what comes later
     * @param more whether there is more already
     */
    @Schema(name = "EventPage")
    record EventPage(List<EventView> items, String nextCursor, boolean more) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The events of all tickets, from a position on",
            description =
                    "In the order in which they went to the topic, per ticket without gaps; a page may have few items, or "
                            + "none, while there are more. Asked for as text/event-stream it goes on live: each event with its position "
                            + "as id, from Last-Event-ID or after on, or from now; a comment every 15 s when nothing happens")
    @APIResponse(responseCode = "400", description = "A type or position that there is not; the problem names it")
    public Uni<EventPage> events(
            @RestQuery
                    @Nullable
                    @Parameter(description = "A nextCursor; latest for what comes from now on; none for all")
                    String after,
            @RestQuery @Parameter(description = "Only these, as TicketOpened,TicketSolved") List<String> types,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var wanted = Feed.types(types);
        var latest = "latest".equals(after);
        var position = after == null || latest ? Position.START : Position.decode("after", after);
        return tx.run(work -> Policy.of(work, caller)
                        .flatMap(viewer -> latest
                                ? feed.end(work).map(end -> new Part(List.of(), end, false))
                                : feed.part(work, viewer, wanted, position, limit)))
                .map(part -> new EventPage(
                        part.events().stream()
                                .map(placed -> EventView.of(placed.event()))
                                .toList(),
                        part.end().encode(),
                        part.more()));
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> live(
            @Context Sse sse,
            @RestHeader("Last-Event-ID") @Nullable String lastEventId,
            @RestQuery @Nullable String after,
            @RestQuery List<String> types) {
        var wanted = Feed.types(types);
        var from = lastEventId != null
                ? Position.decode("Last-Event-ID", lastEventId)
                : after == null || after.equals("latest") ? null : Position.decode("after", after);
        return tx.run(work -> Policy.of(work, caller)
                        .flatMap(viewer -> (from == null
                                        ? feed.end(work)
                                        : Uni.createFrom().item(from))
                                .map(start -> new Listener(sse, viewer, wanted, new AtomicReference<>(start)))))
                .onItem()
                .transformToMulti(this::following);
    }

    private record Listener(Sse sse, Visibility viewer, Set<String> types, AtomicReference<Position> place) {}

    private Multi<OutboundSseEvent> following(Listener listener) {
        return Multi.createBy()
                .repeating()
                .uni(() -> listener, this::next)
                .indefinitely()
                .onItem()
                .transformToMultiAndConcatenate(events -> Multi.createFrom().iterable(events))
                .select()
                .first(AT_MOST);
    }

    /** What has happened since; when nothing has, waits for the bell, but no longer than a heartbeat. */
    private Uni<List<OutboundSseEvent>> next(Listener listener) {
        var heard = bell.heard();
        return feed.part(
                        listener.viewer(),
                        listener.types(),
                        Objects.requireNonNull(listener.place().get()),
                        BATCH)
                .flatMap(part -> {
                    listener.place().set(part.end());
                    if (!part.events().isEmpty() || part.more()) {
                        return Uni.createFrom().item(events(listener.sse(), part));
                    }
                    return bell.next(heard)
                            .ifNoItem()
                            .after(heartbeat)
                            .recoverWithItem(false)
                            .map(rung -> rung ? List.<OutboundSseEvent>of() : List.of(beat(listener.sse())));
                });
    }

    private static List<OutboundSseEvent> events(Sse sse, Part part) {
        return part.events().stream()
                .map(placed -> sse.newEventBuilder()
                        .id(placed.position().encode())
                        .name(placed.event().event().getClass().getSimpleName())
                        .data(Codec.write(EventView.of(placed.event())))
                        .build())
                .toList();
    }

    private static OutboundSseEvent beat(Sse sse) {
        return sse.newEventBuilder().comment("here").build();
    }
}
