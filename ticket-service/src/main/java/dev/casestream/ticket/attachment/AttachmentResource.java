package dev.casestream.ticket.attachment;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.store.ContentStore;
import dev.casestream.chassis.store.ContentStore.Stored;
import dev.casestream.chassis.store.ContentStore.TooLargeException;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import dev.casestream.ticket.visibility.Right;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.tika.Tika;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Files that agents hand in, to be sent with a reply or kept with a note. */
@Path("/v1/tickets/{ticket}/attachments")
@Tag(name = "Conversation")
class AttachmentResource {

    private static final Tika TIKA = new Tika();

    private final Tx tx;
    private final Cases cases;
    private final ContentStore store;
    private final Caller caller;
    private final long maxSize;

    AttachmentResource(
            Tx tx,
            Cases cases,
            ContentStore store,
            Caller caller,
            @ConfigProperty(name = "casestream.attachments.max-size") long maxSize) {
        this.tx = tx;
        this.cases = cases;
        this.store = store;
        this.caller = caller;
        this.maxSize = maxSize;
    }

    /**
     * @param id for {@code attachments} of a reply or note
     * @param hash what it is read by
     * @param type detected from the bytes, whatever the sender says
     */
    @Schema(name = "UploadedFile")
    record Uploaded(UUID id, String hash, String name, String type, long size) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "Hand in a file", description = "As multipart/form-data with one part, file")
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = Uploaded.class)))
    @APIResponse(responseCode = "404", description = "No such ticket that you may see")
    @APIResponse(responseCode = "413", description = "The file is too large")
    public Uni<Response> upload(String ticket, @RestForm("file") @Nullable FileUpload file) {
        if (file == null) {
            throw Problems.invalid("file", "must be given");
        }
        return tx.run(work -> Policy.of(work, caller)
                        .flatMap(viewer -> cases.find(work, viewer, ticket)
                                .invoke(found -> viewer.require(Right.REPLY, found.ticket()))))
                .flatMap(found -> blocking(() -> keep(file))
                        .flatMap(uploaded ->
                                tx.run(work -> insert(work, found.ticket().id(), uploaded))))
                .map(uploaded -> Response.status(201).entity(uploaded).build());
    }

    private Uploaded keep(FileUpload file) throws IOException {
        try (var bytes = Files.newInputStream(file.uploadedFile())) {
            Stored stored = store.put(bytes, maxSize);
            var name = Objects.requireNonNullElse(FileNames.clean(file.fileName()), "file");
            return new Uploaded(Ids.next(), stored.hash(), name, type(file), stored.size());
        } catch (TooLargeException e) {
            throw Problems.tooLarge("file", maxSize);
        }
    }

    /** By the bytes alone: names say what their givers like. */
    private static String type(FileUpload file) throws IOException {
        try (var bytes = new BufferedInputStream(Files.newInputStream(file.uploadedFile()))) {
            return TIKA.detect(bytes);
        }
    }

    private Uni<Uploaded> insert(Work work, UUID ticket, Uploaded uploaded) {
        return work.now()
                .flatMap(now -> work.update(
                        "INSERT INTO attachment (id, ticket_id, hash, name, type, size, uploaded_by, created_at)"
                                + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                        uploaded.id(),
                        ticket,
                        uploaded.hash(),
                        uploaded.name(),
                        uploaded.type(),
                        uploaded.size(),
                        caller.id(),
                        Rows.parameter(now)))
                .replaceWith(uploaded);
    }

    static <T> Uni<T> blocking(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() ->
                        Vertx.currentContext().executeBlocking(work, false).toCompletionStage());
    }
}
