package dev.casestream.intake.inquiry;

import static dev.casestream.chassis.security.Roles.ADMIN;
import static dev.casestream.chassis.security.Roles.AGENT;
import static dev.casestream.chassis.security.Roles.LEAD;
import static dev.casestream.chassis.security.Roles.OWNER;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.intake.Accepted;
import dev.casestream.intake.ReadArrivals;
import dev.casestream.intake.domain.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.LockMode;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Out of quarantine, one way or the other. */
@Path("/v1/inquiries/{id}")
@RolesAllowed({AGENT, LEAD, ADMIN, OWNER})
@Tag(name = "Requests")
public class QuarantineResource {

    private final Tx tx;
    private final Idempotency idempotency;
    private final Caller caller;
    private final Inquiries inquiries;
    private final ReadArrivals readArrivals;

    QuarantineResource(Tx tx, Idempotency idempotency, Caller caller, Inquiries inquiries, ReadArrivals readArrivals) {
        this.tx = tx;
        this.idempotency = idempotency;
        this.caller = caller;
        this.inquiries = inquiries;
        this.readArrivals = readArrivals;
    }

    @POST
    @Path("release")
    @Operation(summary = "Read it again and let it through; what cannot be understood goes back to quarantine")
    public Uni<Response> release(@RestPath UUID id, @RestHeader("Idempotency-Key") @Nullable String key) {
        return decide(id, key, "release", InquiryRow::release).invoke(() -> readArrivals.soon(id));
    }

    @POST
    @Path("reject")
    @Operation(summary = "Refuse it for good")
    public Uni<Response> reject(@RestPath UUID id, @RestHeader("Idempotency-Key") @Nullable String key) {
        return decide(id, key, "reject", (row, now) -> row.reject());
    }

    @POST
    @Path("reprocess")
    @Operation(
            summary = "Read the original again, as after a fix",
            description =
                    "What became a ticket, or is being read already, stays as it is: asking twice is asking once. "
                            + "409 when its sender was erased.")
    public Uni<Response> reprocess(@RestPath UUID id, @RestHeader("Idempotency-Key") @Nullable String key) {
        return tx.run(work -> idempotency.once(
                        work,
                        caller,
                        key,
                        "/v1/inquiries/" + id + "/reprocess",
                        null,
                        () -> inquiries.one(work, id).chain(() -> reprocess(work, id))))
                .invoke(() -> readArrivals.soon(id));
    }

    private static Uni<Answer> reprocess(Work work, UUID id) {
        return work.session()
                .find(InquiryRow.class, id, LockMode.PESSIMISTIC_WRITE)
                .flatMap(row -> work.now().map(now -> {
                    if (row.erasedAt != null) {
                        throw Problems.refused(
                                "erased",
                                "Its sender was erased: nothing is left that could be read",
                                Map.of("outcome", row.outcome, "erasedAt", row.erasedAt));
                    }
                    row.readAgain(now);
                    return Answer.of(202, new Accepted(id, row.outcome));
                }));
    }

    private Uni<Response> decide(UUID id, @Nullable String key, String verb, BiConsumer<InquiryRow, Instant> decision) {
        return tx.run(work -> idempotency.once(
                work,
                caller,
                key,
                "/v1/inquiries/" + id + "/" + verb,
                null,
                () -> inquiries.one(work, id).chain(() -> decide(work, id, decision))));
    }

    private static Uni<Answer> decide(Work work, UUID id, BiConsumer<InquiryRow, Instant> decision) {
        return work.session()
                .find(InquiryRow.class, id, LockMode.PESSIMISTIC_WRITE)
                .flatMap(row -> work.now().map(now -> {
                    if (!row.outcome.equals(Outcome.QUARANTINED.wire())) {
                        throw Problems.refused(
                                "not-quarantined",
                                "Only what is in quarantine can be released or rejected",
                                Map.of("outcome", row.outcome));
                    }
                    decision.accept(row, now);
                    return Answer.of(202, new Accepted(id, row.outcome));
                }));
    }
}
