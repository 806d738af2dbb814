package dev.casestream.ticket.visibility;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.Conditions;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.regex.Pattern;

/** Single tickets, by id or human number, as far as one may see them. */
@ApplicationScoped
public class Cases {

    private static final Pattern NUMBER = Pattern.compile("CS-[0-9]{1,18}");

    private static final String FINAL = """
            WITH RECURSIVE chain AS (
                SELECT id, merged_into FROM ticket WHERE id = $1
                UNION
                SELECT t.id, t.merged_into FROM ticket t JOIN chain c ON t.id = c.merged_into)
            SELECT id FROM chain WHERE merged_into IS NULL""";

    /** Who asks for a merged ticket is sent to the one that it goes on in, unless that is not theirs to see. */
    public Uni<Case> find(Work work, Visibility viewer, String idOrNumber) {
        return redirected(work, viewer, idOrNumber, findAsItIs(work, viewer, idOrNumber));
    }

    /** A merged ticket too. */
    public Uni<Case> findAsItIs(Work work, Visibility viewer, String idOrNumber) {
        return one(work, viewer, idOrNumber, "");
    }

    /** Holds the ticket until the end of the transaction. */
    public Uni<Case> lock(Work work, Visibility viewer, String idOrNumber) {
        return redirected(work, viewer, idOrNumber, one(work, viewer, idOrNumber, " FOR UPDATE OF t"));
    }

    /** The ticket, or what it goes on in by now. */
    public Uni<Case> follow(Work work, Visibility viewer, String idOrNumber) {
        return findAsItIs(work, viewer, idOrNumber)
                .flatMap(found -> found.ticket().mergedInto() == null
                        ? Uni.createFrom().item(found)
                        : last(work, found).flatMap(last -> findAsItIs(work, viewer, last.toString())));
    }

    private static Uni<Case> redirected(Work work, Visibility viewer, String asked, Uni<Case> found) {
        return found.call(one -> one.ticket().mergedInto() == null
                ? Uni.createFrom().voidItem()
                : last(work, one)
                        .flatMap(last -> one(work, viewer, last.toString(), ""))
                        .onFailure(HttpProblem.class)
                        .recoverWithItem(one)
                        .invoke(last -> {
                            if (last != one) {
                                throw new MergedTicketException(
                                        asked, last.ticket().id());
                            }
                        }));
    }

    private static Uni<UUID> last(Work work, Case merged) {
        return work.query(FINAL, merged.ticket().id())
                .map(rows -> rows.getFirst().getUUID("id"));
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
