package dev.casestream.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Roles;
import dev.casestream.sla.domain.BusinessCalendar;
import dev.casestream.sla.domain.CountedTime;
import dev.casestream.sla.domain.Span;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Business time, to try a calendar before it counts. */
@Path("/v1/sla/calendars/preview")
@Tag(name = "Service levels")
public class PreviewResource {

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final Duration LONGEST = Duration.ofDays(366 * 20);

    /** @param pauses time that does not count; may overlap */
    public record Preview(
            @NotNull @Valid CalendarDocument calendar,
            @NotNull Instant start,
            @Nullable @Schema(examples = "PT8H") Duration add,
            @Nullable Instant end,
            @Nullable @Size(max = 1_000) List<@NotNull @Valid Pause> pauses) {}

    public record Pause(@NotNull Instant from, @NotNull Instant to) {}

    /**
     * @param due the first instant by which {@code add} has counted
     * @param elapsed what counts until {@code end}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Previewed(@Nullable Instant due, @Nullable Duration elapsed) {}

    @POST
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "When is it due, or how much has elapsed, by this calendar; nothing is stored")
    public Uni<Previewed> preview(@NotNull @Valid Preview request) {
        return Uni.createFrom().item(() -> previewed(request));
    }

    private static Previewed previewed(Preview request) {
        var start = within("start", request.start());
        var time = new CountedTime(request.calendar().toCalendar(), pauses(start, request.pauses()));
        if (request.add() != null && request.end() == null) {
            return new Previewed(time.add(start, addable(request.add())), null);
        }
        if (request.end() != null && request.add() == null) {
            return new Previewed(null, time.elapsed(start, end(start, request.end())));
        }
        throw Problems.invalid("add", "or end must be given, and not both");
    }

    private static Duration addable(Duration add) {
        if (add.isNegative() || add.compareTo(BusinessCalendar.LONGEST) > 0) {
            throw Problems.invalid("add", "must be between PT0S and PT8784H");
        }
        return add;
    }

    private static Instant end(Instant start, Instant end) {
        if (end.isBefore(start)) {
            throw Problems.invalid("end", "must not be before the start");
        }
        return near("end", start, end);
    }

    private static List<Span> pauses(Instant start, @Nullable List<Pause> pauses) {
        return pauses == null
                ? List.of()
                : pauses.stream().map(pause -> span(start, pause)).toList();
    }

    private static Span span(Instant start, Pause pause) {
        if (pause.to().isBefore(pause.from())) {
            throw Problems.invalid("pauses", "must not end before they begin");
        }
        return new Span(near("pauses", start, pause.from()), near("pauses", start, pause.to()));
    }

    private static Instant near(String field, Instant start, Instant at) {
        if (Duration.between(start, at).abs().compareTo(LONGEST) > 0) {
            throw Problems.invalid(field, "must be within 20 years of the start");
        }
        return at;
    }

    private static Instant within(String field, Instant at) {
        if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
            throw Problems.invalid(field, "must be between 1970 and 2200");
        }
        return at;
    }
}
