package dev.casestream.intake.inquiry;

import static dev.casestream.chassis.security.Roles.ADMIN;
import static dev.casestream.chassis.security.Roles.AGENT;
import static dev.casestream.chassis.security.Roles.LEAD;
import static dev.casestream.chassis.security.Roles.OWNER;
import static dev.casestream.chassis.security.Roles.SERVICE;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.intake.Ledger;
import dev.casestream.intake.Times;
import dev.casestream.intake.domain.Outcome;
import dev.casestream.intake.store.Originals;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What arrived, and what became of it. */
@Path("/v1/inquiries")
@RolesAllowed({AGENT, LEAD, ADMIN, OWNER, SERVICE})
@Tag(name = "Requests")
public class InquiryResource {

    private final Tx tx;
    private final Inquiries inquiries;
    private final Ledger ledger;
    private final Originals originals;

    InquiryResource(Tx tx, Inquiries inquiries, Ledger ledger, Originals originals) {
        this.tx = tx;
        this.inquiries = inquiries;
        this.ledger = ledger;
        this.originals = originals;
    }

    @GET
    @Operation(summary = "The ledger's entries, the newest first")
    public Uni<Page<InquiryView>> list(
            @RestQuery @Nullable String channel,
            @RestQuery @Nullable String outcome,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String to,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var before = Cursor.decode(cursor, 2).orElse(null);
        var wish = new Inquiries.Wish(
                channel,
                outcome == null ? null : known(outcome).wire(),
                Times.parse("from", from),
                Times.parse("to", to),
                before == null ? null : Times.parse("cursor", before.getFirst()),
                before == null ? null : Times.id("cursor", before.getLast()),
                limit);
        return tx.run(work -> inquiries.list(work, wish))
                .map(rows -> Page.of(
                        rows,
                        limit,
                        InquiryView::of,
                        row -> List.of(
                                row.get(OffsetDateTime.class, "received_at").toString(),
                                row.getUUID("id").toString())));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One entry")
    public Uni<InquiryView> get(@RestPath UUID id) {
        return tx.run(work -> inquiries.one(work, id)).map(InquiryView::of);
    }

    @GET
    @Path("{id}/raw")
    @Operation(summary = "The original, byte by byte as it came", description = "404 also when its sender was erased")
    public Uni<Response> raw(@RestPath UUID id) {
        return tx.run(work -> inquiries.one(work, id).chain(() -> ledger.arrival(work, id)))
                .invoke(arrival -> {
                    if (arrival.original().isErased()) {
                        throw Problems.notFound("original", id);
                    }
                })
                .flatMap(arrival -> Uni.createFrom()
                        .completionStage(() -> Vertx.currentContext()
                                .executeBlocking(
                                        () -> {
                                            try (var in = originals.open(arrival.original())) {
                                                return in.readAllBytes();
                                            }
                                        },
                                        false)
                                .toCompletionStage())
                        // Never shown by a browser as what it says it is: it is other people's content.
                        .map(bytes -> Response.ok(bytes, "application/octet-stream")
                                .header("Content-Disposition", "attachment; filename=\"" + id + ".raw\"")
                                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                                .header("Casestream-Original-Type", arrival.contentType())
                                .build()));
    }

    private static Outcome known(String outcome) {
        try {
            return Outcome.ofWire(outcome);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid(
                    "outcome", "must be pending, accepted, appended, duplicate, quarantined or rejected");
        }
    }
}
