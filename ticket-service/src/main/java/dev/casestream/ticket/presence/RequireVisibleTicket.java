package dev.casestream.ticket.presence;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Looks before a stream begins: once it has, no answer but its end is possible. */
class RequireVisibleTicket {

    private final Tx tx;
    private final Cases cases;
    private final Caller caller;

    RequireVisibleTicket(Tx tx, Cases cases, Caller caller) {
        this.tx = tx;
        this.cases = cases;
        this.caller = caller;
    }

    @ServerRequestFilter
    @OfVisibleTicket
    Uni<Void> look(UriInfo uri) {
        var ticket = uri.getPathParameters().getFirst("ticket");
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> cases.find(work, viewer, ticket))
                .replaceWithVoid());
    }
}
