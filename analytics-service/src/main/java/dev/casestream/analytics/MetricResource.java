package dev.casestream.analytics;

import dev.casestream.analytics.metrics.Aggregation;
import dev.casestream.analytics.metrics.Catalogue;
import dev.casestream.analytics.metrics.Definition;
import dev.casestream.analytics.metrics.Point;
import dev.casestream.analytics.metrics.Series;
import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.SortedSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What is measured, and its numbers. */
@Path("/v1/metrics")
@RolesAllowed({Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
@Tag(name = "Measurement")
public class MetricResource {

    private final Tx tx;
    private final Catalogue catalogue;
    private final Caller caller;

    MetricResource(Tx tx, Catalogue catalogue, Caller caller) {
        this.tx = tx;
        this.catalogue = catalogue;
        this.caller = caller;
    }

    /** An entry of the catalogue. */
    public record Described(
            String name,
            String unit,
            Aggregation aggregation,
            String definition,
            int definitionVersion,
            SortedSet<String> dimensions) {

        static Described of(Definition of) {
            return new Described(
                    of.name(), of.unit(), of.aggregation(), of.definition(), of.version(), of.dimensions());
        }
    }

    /** A metric over time. */
    public record Metric(String name, String unit, int definitionVersion, List<Point> series) {}

    @GET
    @Operation(summary = "The catalogue: every metric with its definition")
    public Uni<Page<Described>> list() {
        return Uni.createFrom()
                .item(new Page<>(
                        catalogue.definitions().stream().map(Described::of).toList(), null));
    }

    @GET
    @Path("{name}")
    @Operation(
            summary = "A metric's numbers over time; a lead sees those of the own teams",
            description = "One point for each step and group. A step without measurements has value null, or 0 for"
                    + " counts. Numbers of metrics with corrections, as reopen_rate, may change afterwards.")
    public Uni<Metric> read(
            @RestPath String name,
            @RestQuery @Parameter(description = "begin, inclusive; by default seven days before to") @Nullable
                    String from,
            @RestQuery @Parameter(description = "end, exclusive; by default now") @Nullable String to,
            @RestQuery @Parameter(description = "ISO-8601 duration, as PT1H or P1D; by default all in one") @Nullable
                    String step,
            @RestQuery @Parameter(description = "dimensions, comma-separated, as team,channel") @Nullable String by) {
        var definition = catalogue.find(name).orElseThrow(() -> Problems.notFound("metric", name));
        var dimensions = Given.dimensions(by, definition);
        var teams = Scope.of(caller);
        return tx.run(work -> work.now().flatMap(now -> {
            var window = Given.window(from, to, step, now);
            return new MetricQuery(definition, window, dimensions, teams)
                    .run(work)
                    .map(cells -> new Metric(
                            name,
                            definition.unit(),
                            definition.version(),
                            Series.of(definition.aggregation(), window, !dimensions.isEmpty(), cells)));
        }));
    }
}
