package dev.casestream.chassis.rest;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Metrics name a request by the template of its path, and one that is refused before an endpoint is found by the path
 * itself: a series for each id that anybody sends. Until there is a template, this is the name.
 */
@ApplicationScoped
class NameUnmatched {

    /** Before whatever might refuse. */
    private static final int FIRST = 2_000;

    /** Where Quarkus REST leaves the template for the metrics. */
    private static final String TEMPLATE = "UrlPathTemplate";

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    if (request.request().path().startsWith("/v1/")) {
                        Vertx.currentContext().putLocal(TEMPLATE, "/v1");
                    }
                    request.next();
                },
                FIRST);
    }
}
