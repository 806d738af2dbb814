package dev.casestream.sla;

import dev.casestream.chassis.data.Tx;
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
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Business calendars, in versions: a clock goes on by the version that it began with. */
@Path("/v1/sla/calendars")
@RolesAllowed({Roles.ADMIN, Roles.OWNER})
@Tag(name = "Service levels")
public class CalendarResource {

    private static final String PATH = "/v1/sla/calendars";

    private final Tx tx;
    private final Idempotency idempotency;
    private final Caller caller;

    CalendarResource(Tx tx, Idempotency idempotency, Caller caller) {
        this.tx = tx;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "All calendars, by id")
    public Uni<Page<CalendarDocument>> list(
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var after = Cursor.decode(cursor, 1).map(List::getFirst).orElse("");
        return tx.run(Versions.CALENDARS::live)
                .map(all -> Page.of(
                        all.stream()
                                .filter(one -> one.id().compareTo(after) > 0)
                                .toList(),
                        limit,
                        CalendarResource::document,
                        one -> List.of(one.id())));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "One calendar as it is now")
    public Uni<Response> get(@RestPath String id) {
        return tx.run(work -> Versions.CALENDARS.get(work, id))
                .map(version -> answer(200, version).toResponse());
    }

    @POST
    @Operation(summary = "A new calendar, with the id that you give it")
    public Uni<Response> create(
            @RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid CalendarDocument calendar) {
        var id = Versions.newId(calendar.id());
        calendar.toCalendar();
        return tx.run(work -> idempotency.once(
                work,
                caller,
                key,
                PATH,
                calendar,
                () -> Versions.CALENDARS
                        .create(work, id, Codec.write(calendar))
                        .map(version -> answer(201, version).with("Location", PATH + "/" + id))));
    }

    @PUT
    @Path("{id}")
    @Operation(summary = "A new version; clocks change to it with their ticket's next event")
    public Uni<Response> replace(
            @RestPath String id,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @NotNull @Valid CalendarDocument calendar) {
        calendar.toCalendar();
        return tx.run(work -> Versions.CALENDARS
                .replace(work, id, ifMatch, Codec.write(calendar))
                .map(version -> answer(200, version).toResponse()));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Retire a calendar that no policy uses")
    public Uni<Void> delete(@RestPath String id, @RestHeader("If-Match") @Nullable String ifMatch) {
        return tx.run(work -> Versions.CALENDARS
                .retire(work, id, ifMatch)
                .chain(() -> Versions.POLICIES.live(work))
                .invoke(policies -> policies.stream()
                        .filter(policy ->
                                PolicyResource.document(policy).calendar().equals(id))
                        .findFirst()
                        .ifPresent(policy -> {
                            throw Problems.refused(
                                    "calendar-in-use",
                                    "Policy " + policy.id() + " counts by this calendar",
                                    Map.of("policy", policy.id()));
                        }))
                .replaceWithVoid());
    }

    private static CalendarDocument document(Versions.Version version) {
        return Codec.read(version.data(), CalendarDocument.class).as(version.id(), version.version());
    }

    private static Answer answer(int status, Versions.Version version) {
        return Answer.of(status, document(version)).with("ETag", ETags.of(version.version()));
    }
}
