package dev.casestream.chassis.events;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/counters/{id}")
@PermitAll
class CounterResource {

    private final Counters counters;

    CounterResource(Counters counters) {
        this.counters = counters;
    }

    @POST
    public Uni<Long> increment(@RestPath UUID id) {
        return counters.increment(id);
    }
}
