package dev.casestream.ticket.visibility;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.Conditions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.regex.Pattern;

/** Single tickets, by id or human number, as far as one may see them. */
@ApplicationScoped
public class Cases {

    private static final Pattern NUMBER = Pattern.compile("CS-[0-9]{1,18}");

    public Uni<Case> find(Work work, Visibility viewer, String idOrNumber) {
        return one(work, viewer, idOrNumber, "");
    }

    /** Holds the ticket until the end of the transaction. */
    public Uni<Case> lock(Work work, Visibility viewer, String idOrNumber) {
        return one(work, viewer, idOrNumber, " FOR UPDATE OF t");
    }

    private static Uni<Case> one(Work work, Visibility viewer, String idOrNumber, String suffix) {
        var conditions = named(idOrNumber);
        return work.query(Case.SELECT + conditions.where() + suffix, conditions.parameters())
                .map(rows -> rows.stream()
                        .map(Case::of)
                        .filter(found -> viewer.sees(found.ticket()))
                        .findFirst()
                        .orElseThrow(() -> Problems.notFound("ticket", idOrNumber)));
    }

    private static Conditions named(String idOrNumber) {
        if (NUMBER.matcher(idOrNumber).matches()) {
            return new Conditions().and("t.number = ?", idOrNumber);
        }
        try {
            return new Conditions().and("t.id = ?", UUID.fromString(idOrNumber));
        } catch (IllegalArgumentException e) {
            throw Problems.notFound("ticket", idOrNumber.length() > 64 ? idOrNumber.substring(0, 64) : idOrNumber);
        }
    }
}
