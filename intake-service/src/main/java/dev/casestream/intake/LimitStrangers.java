package dev.casestream.intake;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import io.github.bucket4j.Bucket;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Holds callers without a token to a rate per network address and instance. */
@ApplicationScoped
public class LimitStrangers {

    private static final String LEFT = "casestream.rate.left";
    private static final int MOST_ADDRESSES = 50_000;

    private final Caller caller;
    private final long requests;
    private final Duration period;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    LimitStrangers(
            Caller caller,
            @ConfigProperty(name = "casestream.anonymous.requests", defaultValue = "600") long requests,
            @ConfigProperty(name = "casestream.anonymous.period", defaultValue = "PT1M") Duration period) {
        this.caller = caller;
        this.requests = requests;
        this.period = period;
    }

    @ServerRequestFilter
    void take(ContainerRequestContext context, HttpServerRequest request) {
        if (!caller.isAnonymous() || isWebhook(context)) {
            return;
        }
        var probe = bucket(request.remoteAddress().hostAddress()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            context.setProperty(LEFT, 0L);
            throw Problems.tooMany(1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()));
        }
        context.setProperty(LEFT, probe.getRemainingTokens());
    }

    /** Providers come from few addresses, and often: only what they cannot sign counts. */
    private static boolean isWebhook(ContainerRequestContext context) {
        return context.getUriInfo().getPath().endsWith("/webhook");
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 429 when the address has used up its requests */
    public void count(String address) {
        var probe = bucket(address).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Problems.tooMany(1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()));
        }
    }

    @ServerResponseFilter
    void tell(ContainerRequestContext context, ContainerResponseContext response) {
        if (context.getProperty(LEFT) instanceof Long left) {
            response.getHeaders()
                    .putSingle("RateLimit-Policy", "\"anonymous\";q=" + requests + ";w=" + period.toSeconds());
            response.getHeaders()
                    .putSingle(
                            "RateLimit",
                            "\"anonymous\";r=" + left + ";t=" + Math.max(1, period.toSeconds() / requests));
        }
    }

    private Bucket bucket(String address) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(
                    address,
                    key -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, period))
                            .build());
        }
    }
}
