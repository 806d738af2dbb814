package dev.casestream.chassis.rest;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.Priority;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/v1/echoes")
class EchoResource {

    static final AtomicInteger EFFECTS = new AtomicInteger();

    private final Tx tx;
    private final Idempotency idempotency;
    private final Caller caller;

    EchoResource(Tx tx, Idempotency idempotency, Caller caller) {
        this.tx = tx;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    record Echo(
            @NotBlank @Size(max = 20) String word,
            Optional<Priority> priority,
            Optional<UUID> id,
            Optional<Integer> times) {}

    @GET
    @PermitAll
    public Page<Integer> list(
            @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit, @RestQuery Optional<String> cursor) {
        var start = Cursor.decode(cursor.orElse(null), 1)
                .map(key -> Integer.parseInt(key.getFirst()))
                .orElse(0);
        return Page.of(
                IntStream.rangeClosed(start + 1, Math.min(start + limit + 1, 120))
                        .boxed()
                        .toList(),
                limit,
                number -> number,
                number -> java.util.List.of(number.toString()));
    }

    @POST
    @RolesAllowed(Roles.AGENT)
    public Uni<Response> echo(@RestHeader("Idempotency-Key") Optional<String> key, @Valid Echo echo) {
        return tx.run(work -> idempotency.once(work, caller, key.orElse(null), "/v1/echoes", echo, () -> {
            EFFECTS.incrementAndGet();
            return Uni.createFrom()
                    .item(Answer.of(201, Map.of("word", echo.word(), "by", caller.actor()))
                            .with("Location", "/v1/echoes/1"));
        }));
    }

    @GET
    @Path("forgotten")
    public String nobodyMayCallThis() {
        return "secret";
    }

    @GET
    @Path("broken")
    @PermitAll
    public String broken() {
        throw new IllegalStateException("the password is 1234");
    }
}
