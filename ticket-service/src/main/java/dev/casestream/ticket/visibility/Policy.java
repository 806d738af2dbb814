package dev.casestream.ticket.visibility;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.ticket.visibility.Visibility.AssignedTo;
import dev.casestream.ticket.visibility.Visibility.Everything;
import dev.casestream.ticket.visibility.Visibility.OfTeams;
import dev.casestream.ticket.visibility.Visibility.Own;
import io.smallrye.mutiny.Uni;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a caller may see. To be a customer or restricted narrows whatever other roles a token has. */
public final class Policy {

    /** Whoever they were merged with is the same person. */
    private static final String SELVES = """
            SELECT DISTINCT unnest(customer_family(id)) AS customer_id
            FROM (SELECT customer_id AS id FROM customer_identity WHERE type = 'email' AND value = $1 AND verified
                  UNION SELECT unnest($2::uuid[])) self""";

    private Policy() {}

    public static Uni<Visibility> of(Work work, Caller caller) {
        if (caller.is(Roles.CUSTOMER)) {
            return own(work, caller);
        }
        if (caller.is(Roles.AGENT_RESTRICTED)) {
            return Uni.createFrom().item(new AssignedTo(caller.id()));
        }
        return caller.seesAll()
                ? Uni.createFrom().item(new Everything())
                : TeamRights.of(work, caller.id(), caller.teams(), caller.is(Roles.LEAD))
                        .map(teams -> new OfTeams(teams, caller.id()));
    }

    /** A customer is the token's subject, or whoever has proven to own its address. */
    private static Uni<Visibility> own(Work work, Caller caller) {
        return work.query(
                        SELVES,
                        caller.email().strip().toLowerCase(Locale.ROOT),
                        subject(caller.id()).toArray(UUID[]::new))
                .map(rows -> new Own(
                        rows.stream().map(row -> row.getUUID("customer_id")).collect(Collectors.toUnmodifiableSet())));
    }

    private static Set<UUID> subject(String id) {
        try {
            return Set.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Set.of();
        }
    }
}
