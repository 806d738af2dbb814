package dev.casestream.ticket.visibility;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.ticket.visibility.Visibility.AssignedTo;
import dev.casestream.ticket.visibility.Visibility.Everything;
import dev.casestream.ticket.visibility.Visibility.OfTeams;
import dev.casestream.ticket.visibility.Visibility.Own;
import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** What a caller may see. To be a customer or restricted narrows whatever other roles a token has. */
public final class Policy {

    private static final String BY_EMAIL = """
            SELECT customer_id FROM customer_identity WHERE type = 'email' AND value = $1 AND verified""";

    private Policy() {}

    public static Uni<Visibility> of(Work work, Caller caller) {
        if (caller.is(Roles.CUSTOMER)) {
            return own(work, caller);
        }
        return Uni.createFrom().item(ofStaff(caller));
    }

    private static Visibility ofStaff(Caller caller) {
        if (caller.is(Roles.AGENT_RESTRICTED)) {
            return new AssignedTo(caller.id());
        }
        return caller.seesAll() ? new Everything() : new OfTeams(caller.teams(), caller.id());
    }

    /** A customer is the token's subject, or whoever has proven to own its address. */
    private static Uni<Visibility> own(Work work, Caller caller) {
        var ids = new HashSet<UUID>(subject(caller.id()));
        if (caller.email().isEmpty()) {
            return Uni.createFrom().item(new Own(Set.copyOf(ids)));
        }
        return work.query(BY_EMAIL, caller.email().strip().toLowerCase(Locale.ROOT))
                .map(rows -> {
                    rows.forEach(row -> ids.add(row.getUUID("customer_id")));
                    return new Own(Set.copyOf(ids));
                });
    }

    private static Set<UUID> subject(String id) {
        try {
            return Set.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Set.of();
        }
    }
}
