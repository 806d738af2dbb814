package dev.casestream.chassis.rest;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses at once what would only wait: with more requests at work than this, each takes longer and none is done sooner.
 * A request counts until its answer begins, so that streams that stay open do not. The refused one may come again: of it
 * nothing was read, nothing done.
 */
@ApplicationScoped
class ShedLoad {

    /** Before everything that costs: tokens are looked at later. */
    private static final int FIRST = 1_000;

    private final int most;
    private final AtomicInteger atWork = new AtomicInteger();

    ShedLoad(@ConfigProperty(name = "casestream.requests.at-once", defaultValue = "100") int most) {
        this.most = most;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, FIRST);
    }

    private void admit(RoutingContext request) {
        // Probes and metrics are for those who want to know how it is.
        if (!request.request().path().startsWith("/v1/")) {
            request.next();
        } else if (atWork.incrementAndGet() > most) {
            atWork.decrementAndGet();
            refuse(request);
        } else {
            var here = new AtomicBoolean(true);
            request.addHeadersEndHandler(answered -> leave(here));
            request.addEndHandler(ended -> leave(here));
            request.next();
        }
    }

    private void leave(AtomicBoolean here) {
        if (here.getAndSet(false)) {
            atWork.decrementAndGet();
        }
    }

    private static void refuse(RoutingContext request) {
        var problem = Problems.overloaded();
        // What is still to come of its body would otherwise stand before the connection's next request.
        request.request().resume();
        request.response()
                .setStatusCode(problem.getStatusCode())
                .putHeader("Retry-After", "1")
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject()
                        .put("type", String.valueOf(problem.getType()))
                        .put("title", problem.getTitle())
                        .put("status", problem.getStatusCode())
                        .put("detail", problem.getDetail())
                        .put(
                                "instance",
                                Problems.instance(request.request().path()).toString())
                        .encode());
    }
}
