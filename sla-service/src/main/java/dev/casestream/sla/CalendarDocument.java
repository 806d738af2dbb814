package dev.casestream.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.sla.domain.BusinessCalendar;
import dev.casestream.sla.domain.Hours;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A business calendar as people write it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CalendarDocument(
        @Nullable @Size(max = 60) String id,
        @Nullable Integer version,
        @Nullable @Size(max = 100) String name,

        @NotBlank @Size(max = 60) @Schema(examples = "Europe/Copenhagen")
        String timeZone,

        @NotNull
        @Schema(
                description =
                        "Intervals a day, as [[\"09:00\",\"17:00\"]]; an end not after its beginning is on the next day")
        Map<Day, @NotNull @Size(max = 24) List<@NotNull @Size(min = 2, max = 2) List<@NotNull @Size(max = 8) String>>>
                hours,

        @Size(max = 2_000) @Schema(description = "Days without the weekday's hours")
        Set<@NotNull LocalDate> holidays,

        @Size(max = 2_000) @Schema(description = "Days with hours of their own")
        Map<
                        LocalDate,
                        @NotNull @Size(max = 24) List<
                                @NotNull @Size(min = 2, max = 2) List<@NotNull @Size(max = 8) String>>>
                openings) {

    /** Days of the week, in their order. */
    public enum Day {
        MON,
        TUE,
        WED,
        THU,
        FRI,
        SAT,
        SUN
    }

    public CalendarDocument {
        holidays = holidays == null ? Set.of() : holidays;
        openings = openings == null ? Map.of() : openings;
    }

    CalendarDocument as(String newId, int newVersion) {
        return new CalendarDocument(newId, newVersion, name, timeZone, hours, holidays, openings);
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400, naming the field, when it is not a calendar */
    BusinessCalendar toCalendar() {
        var week = new EnumMap<DayOfWeek, List<Hours>>(DayOfWeek.class);
        hours.forEach(
                (day, intervals) -> week.put(DayOfWeek.of(day.ordinal() + 1), intervals("hours." + day, intervals)));
        var special = new TreeMap<LocalDate, List<Hours>>();
        openings.forEach((day, intervals) -> special.put(day, intervals("openings." + day, intervals)));
        try {
            return new BusinessCalendar(zone(), week, holidays, special);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid("hours", "is no calendar: " + e.getMessage());
        }
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(timeZone);
        } catch (DateTimeException e) {
            throw Problems.invalid("timeZone", "must be an IANA time zone, as Europe/Copenhagen");
        }
    }

    private static List<Hours> intervals(String field, List<List<String>> intervals) {
        return intervals.stream().map(interval -> interval(field, interval)).toList();
    }

    private static Hours interval(String field, List<String> interval) {
        try {
            var to = interval.get(1);
            return new Hours(
                    LocalTime.parse(interval.get(0)), to.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(to));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Problems.invalid(field, "must be intervals, as [[\"09:00\",\"17:00\"]]");
        }
    }
}
