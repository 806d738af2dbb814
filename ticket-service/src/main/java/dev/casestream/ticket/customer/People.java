package dev.casestream.ticket.customer;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.visibility.Visibility;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Single people, as far as one may see them. */
@ApplicationScoped
class People {

    Uni<UUID> find(Work work, Visibility viewer, String customer) {
        return one(work, viewer, customer, "");
    }

    /** Holds the person until the end of the transaction. */
    Uni<UUID> lock(Work work, Visibility viewer, String customer) {
        return one(work, viewer, customer, " FOR UPDATE OF c");
    }

    private static Uni<UUID> one(Work work, Visibility viewer, String customer, String suffix) {
        var id = id(customer);
        var wanted = viewer.restrictPeople(new Conditions().and("c.id = ?", id));
        return work.query("SELECT c.id FROM customer c" + wanted.where() + suffix, wanted.parameters())
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> row.getUUID("id"))
                        .orElseThrow(() -> Problems.notFound("customer", id)));
    }

    /** Everybody who is this person, by merging. */
    static Uni<List<UUID>> family(Work work, UUID customer) {
        return work.query("SELECT customer_family($1) AS family", customer)
                .map(rows -> List.of(rows.getFirst().getArrayOfUUIDs("family")));
    }

    static UUID id(String customer) {
        try {
            return UUID.fromString(customer);
        } catch (IllegalArgumentException e) {
            throw Problems.notFound("customer", customer.length() > 64 ? customer.substring(0, 64) : customer);
        }
    }
}
