package dev.casestream.ticket.conversation;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.MessageBody;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.conversation.Drafts.Draft;
import dev.casestream.ticket.visibility.Case;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import dev.casestream.ticket.visibility.Right;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** The reply and the note that are being written on a ticket. */
@Path("/v1/tickets/{ticket}/drafts")
@Tag(name = "Conversation")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
@APIResponse(responseCode = "404", description = "No such ticket that you may see")
class DraftResource {

    private static final Set<String> KINDS = Set.of("reply", "note");

    private final Tx tx;
    private final Cases cases;
    private final Drafts drafts;
    private final Caller caller;

    DraftResource(Tx tx, Cases cases, Drafts drafts, Caller caller) {
        this.tx = tx;
        this.cases = cases;
        this.drafts = drafts;
        this.caller = caller;
    }

    @Schema(name = "DraftText")
    record Text(
            @Nullable @Size(max = MessageBody.MAX_TEXT) String body,
            @Nullable @Size(max = MessageBody.MAX_HTML) String html) {}

    @Schema(name = "Drafts")
    record DraftList(List<Draft> items) {}

    @GET
    @Operation(summary = "What is being written", description = "One reply and one note at most")
    public Uni<DraftList> list(String ticket) {
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> cases.find(work, viewer, ticket))
                .flatMap(found -> drafts.of(work, found.ticket().id()))
                .map(DraftList::new));
    }

    @PUT
    @Path("/{kind}")
    @Operation(
            summary = "Keep a draft, of a reply or a note",
            description = "Needs If-Match once there is one, so that two who write do not overwrite each other")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = Draft.class)))
    @APIResponse(responseCode = "412", description = "Somebody else has written on it since")
    public Uni<Response> keep(
            String ticket,
            String kind,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @NotNull @Valid Text request) {
        return tx.run(work -> locked(work, ticket, kind)
                        .flatMap(found -> drafts.lock(work, found.ticket().id(), kind)
                                .flatMap(before -> {
                                    before.ifPresent(draft -> ETags.requireMatch(ifMatch, draft.version()));
                                    return work.now()
                                            .flatMap(now -> drafts.keep(
                                                    work,
                                                    found.ticket().id(),
                                                    new Draft(
                                                            kind,
                                                            request.body() == null ? null : Words.clean(request.body()),
                                                            MessageBody.harmless(request.html()),
                                                            caller.id(),
                                                            now,
                                                            before.map(Draft::version)
                                                                            .orElse(0L)
                                                                    + 1)));
                                })))
                .map(draft -> Response.ok(draft)
                        .header("ETag", ETags.of(draft.version()))
                        .build());
    }

    @DELETE
    @Path("/{kind}")
    @Operation(summary = "Throw a draft away")
    public Uni<Response> forget(String ticket, String kind) {
        return tx.run(work -> locked(work, ticket, kind)
                .flatMap(found -> drafts.forget(work, found.ticket().id(), kind))
                .map(done -> Response.noContent().build()));
    }

    private Uni<Case> locked(Work work, String ticket, String kind) {
        if (!KINDS.contains(kind)) {
            throw Problems.notFound("draft", kind.length() > 64 ? kind.substring(0, 64) : kind);
        }
        return Policy.of(work, caller)
                .flatMap(viewer ->
                        cases.lock(work, viewer, ticket).invoke(found -> viewer.require(Right.REPLY, found.ticket())));
    }
}
