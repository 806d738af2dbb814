package dev.casestream.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.sla.domain.BusinessCalendar;
import dev.casestream.sla.domain.CalendarRef;
import dev.casestream.sla.domain.SlaPolicy;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A policy as people write it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyDocument(
        @Nullable @Size(max = 60) String id,
        @Nullable Integer version,
        @NotBlank @Size(max = 100) String name,

        @Min(0) @Max(1_000_000) @Schema(description = "The first policy that matches a ticket is the ticket's")
        int position,

        @Valid @Schema(description = "What a ticket must have; nothing: anything")
        Conditions when,

        @NotEmpty @Schema(description = "Active time until the breach; a clock without a target does not run")
        Map<ClockType, @NotNull Duration> targets,

        @Size(max = 10) @Schema(description = "Shares of the target at which to warn, in per cent")
        List<@NotNull @Min(1) @Max(99) Integer> warnAt,

        @NotBlank @Size(max = 60) @Schema(description = "Id of the calendar that time counts by")
        String calendar,

        @Schema(description = "In which statuses a clock stands still")
        Map<ClockType, @NotNull Set<@NotNull TicketStatus>> pausedIn) {

    /** What a ticket must have; an empty list asks for nothing. */
    public record Conditions(
            Set<@NotNull Priority> priorities,
            @Size(max = 100) Set<@NotBlank @Size(max = 100) String> categories,
            @Size(max = 100) Set<@NotBlank @Size(max = 100) String> teams,
            @Size(max = 100) Set<@NotBlank @Size(max = 100) String> channels) {

        static final Conditions NONE = new Conditions(Set.of(), Set.of(), Set.of(), Set.of());

        public Conditions {
            priorities = priorities == null ? Set.of() : priorities;
            categories = categories == null ? Set.of() : categories;
            teams = teams == null ? Set.of() : teams;
            channels = channels == null ? Set.of() : channels;
        }
    }

    private static final Map<ClockType, Set<TicketStatus>> USUAL_PAUSES =
            Map.of(ClockType.RESOLUTION, Set.of(TicketStatus.PENDING, TicketStatus.ON_HOLD));

    public PolicyDocument {
        when = when == null ? Conditions.NONE : when;
        warnAt = warnAt == null ? List.of() : warnAt;
        pausedIn = pausedIn == null ? USUAL_PAUSES : pausedIn;
    }

    PolicyDocument as(String newId, int newVersion) {
        return new PolicyDocument(newId, newVersion, name, position, when, targets, warnAt, calendar, pausedIn);
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400, naming the field, for what cannot be promised */
    void check() {
        targets.forEach((type, target) -> {
            if (type == ClockType.PERIODIC_UPDATE) {
                throw Problems.invalid("targets", "must be of other clocks: PERIODIC_UPDATE is not offered");
            }
            if (!target.isPositive() || target.compareTo(BusinessCalendar.LONGEST) > 0) {
                throw Problems.invalid("targets." + type, "must be more than PT0S and at most PT8784H");
            }
        });
    }

    SlaPolicy toPolicy(String policyId, int policyVersion, int calendarVersion) {
        return new SlaPolicy(
                policyId,
                policyVersion,
                new SlaPolicy.Conditions(when.priorities, when.categories, when.teams, when.channels),
                targets,
                warnAt.stream().sorted().distinct().toList(),
                new CalendarRef(calendar, calendarVersion),
                pausedIn);
    }
}
