package dev.casestream.sla;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What is promised to which tickets, in versions. */
@Path("/v1/sla/policies")
@RolesAllowed({Roles.ADMIN, Roles.OWNER})
@Tag(name = "Service levels")
public class PolicyResource {

    private static final String PATH = "/v1/sla/policies";

    private final Tx tx;
    private final Idempotency idempotency;
    private final Caller caller;

    PolicyResource(Tx tx, Idempotency idempotency, Caller caller) {
        this.tx = tx;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "All policies, in the order in which they are tried")
    public Uni<Page<PolicyDocument>> list(
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var after = Cursor.decode(cursor, 1).map(List::getFirst).orElse("");
        return tx.run(Versions.POLICIES::live)
                .map(all -> Page.of(
                        all.stream()
                                .map(PolicyResource::document)
                                .filter(policy -> place(policy).compareTo(after) > 0)
                                .sorted(Comparator.comparing(PolicyResource::place))
                                .toList(),
                        limit,
                        policy -> policy,
                        policy -> List.of(place(policy))));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "One policy as it is now")
    public Uni<Response> get(@RestPath String id) {
        return tx.run(work -> Versions.POLICIES.get(work, id))
                .map(version -> answer(200, version).toResponse());
    }

    @POST
    @Operation(summary = "A new policy, with the id that you give it")
    public Uni<Response> create(
            @RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid PolicyDocument policy) {
        var id = Versions.newId(policy.id());
        policy.check();
        return tx.run(work -> idempotency.once(
                work,
                caller,
                key,
                PATH,
                policy,
                () -> known(work, policy.calendar())
                        .chain(() -> Versions.POLICIES.create(work, id, Codec.write(policy)))
                        .map(version -> answer(201, version).with("Location", PATH + "/" + id))));
    }

    @PUT
    @Path("{id}")
    @Operation(summary = "A new version; clocks change to it with their ticket's next event, keeping what has elapsed")
    public Uni<Response> replace(
            @RestPath String id,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @NotNull @Valid PolicyDocument policy) {
        policy.check();
        return tx.run(work -> known(work, policy.calendar())
                .chain(() -> Versions.POLICIES.replace(work, id, ifMatch, Codec.write(policy)))
                .map(version -> answer(200, version).toResponse()));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Retire a policy")
    public Uni<Void> delete(@RestPath String id, @RestHeader("If-Match") @Nullable String ifMatch) {
        return tx.run(work -> Versions.POLICIES.retire(work, id, ifMatch));
    }

    /** Locked, so that it cannot be retired meanwhile. */
    private static Uni<Void> known(Work work, String calendar) {
        return work.query("SELECT 1 FROM calendar WHERE id = $1 AND live FOR SHARE", calendar)
                .invoke(rows -> {
                    if (rows.isEmpty()) {
                        throw Problems.unprocessable("unknown-calendar", "There is no calendar " + calendar);
                    }
                })
                .replaceWithVoid();
    }

    /** Sorts as the policies are tried. */
    private static String place(PolicyDocument policy) {
        return "%07d %s".formatted(policy.position(), policy.id());
    }

    static PolicyDocument document(Versions.Version version) {
        return Codec.read(version.data(), PolicyDocument.class).as(version.id(), version.version());
    }

    private static Answer answer(int status, Versions.Version version) {
        return Answer.of(status, document(version)).with("ETag", ETags.of(version.version()));
    }
}
