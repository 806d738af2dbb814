package dev.casestream.ticket.attachment;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_OCTET_STREAM;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.store.ContentStore;
import dev.casestream.chassis.store.StoredFile;
import dev.casestream.contracts.Attachment;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import dev.casestream.ticket.visibility.Readable;
import dev.casestream.ticket.visibility.Visibility;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Files of a conversation, for who may read the message that they are in. */
@Path("/v1/tickets/{ticket}/attachments/{hash}")
@Tag(name = "Conversation")
class DownloadResource {

    /** What a browser shows without running anything; the rest is bytes to it. */
    private static final Set<String> HARMLESS = Set.of(
            "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "application/zip");

    private static final Logger LOG = Logger.getLogger(DownloadResource.class);

    private final Tx tx;
    private final Cases cases;
    private final ContentStore store;
    private final Caller caller;
    private final RoutingContext exchange;

    DownloadResource(Tx tx, Cases cases, ContentStore store, Caller caller, RoutingContext exchange) {
        this.tx = tx;
        this.cases = cases;
        this.store = store;
        this.caller = caller;
        this.exchange = exchange;
    }

    @GET
    @RolesAllowed({CUSTOMER, AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "A file", description = "By the hash that its message names; always to be saved")
    @APIResponse(
            responseCode = "200",
            description = "Its bytes",
            content =
                    @Content(
                            mediaType = APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", description = "No such file that you may read")
    public Uni<Response> download(String ticket, String hash) {
        return tx.run(work -> Policy.of(work, caller)
                        .flatMap(viewer -> cases.find(work, viewer, ticket)
                                .flatMap(found ->
                                        find(work, viewer, found.ticket().id(), hash))))
                .flatMap(file -> file.isEmpty()
                        ? Uni.createFrom().failure(notFound(hash))
                        : AttachmentResource.blocking(
                                () -> shown(file.get(), store.find(hash).orElseThrow(() -> notFound(hash)))));
    }

    private Response shown(Attachment file, StoredFile content) {
        exchange.addEndHandler(ended -> giveBack(content));
        return Response.ok(content.file().toFile())
                .type(HARMLESS.contains(file.type()) ? file.type() : "application/octet-stream")
                .header("Content-Disposition", FileNames.disposition(file.name()))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Cache-Control", "private, max-age=3600")
                .build();
    }

    /** A copy that was lent is given back once it has been sent. */
    private static void giveBack(StoredFile content) {
        try {
            content.close();
        } catch (IOException e) {
            LOG.warn("A copy of a file is left over", e);
        }
    }

    private static HttpProblem notFound(String hash) {
        return Problems.notFound("file", hash.length() > 64 ? hash.substring(0, 64) : hash);
    }

    private static Uni<Optional<Attachment>> find(Work work, Visibility viewer, UUID ticket, String hash) {
        var readable = Readable.of(viewer, ticket).and("f.hash = ?", hash);
        return work.query("""
                        SELECT f.* FROM message m
                        CROSS JOIN LATERAL jsonb_to_recordset(m.attachments) AS f(hash text, name text, type text, size bigint)""" + readable.where() + " LIMIT 1", readable.parameters())
                .flatMap(sent -> sent.isEmpty() && !viewer.isCustomer()
                        ? work.query(
                                "SELECT * FROM attachment WHERE ticket_id = $1 AND hash = $2 LIMIT 1", ticket, hash)
                        : Uni.createFrom().item(sent))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Attachment(
                                row.getString("hash"),
                                row.getString("name"),
                                row.getString("type"),
                                row.getLong("size"))));
    }
}
