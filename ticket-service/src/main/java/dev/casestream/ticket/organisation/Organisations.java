package dev.casestream.ticket.organisation;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The tables of organisations. */
@ApplicationScoped
class Organisations {

    private static final String SELECT = """
            SELECT o.id, o.version, o.name, o.reference, o.created_at, o.updated_at,
                   ARRAY(SELECT d.domain FROM organisation_domain d WHERE d.organisation_id = o.id ORDER BY 1) AS domains
            FROM organisation o""";

    private static final String SAVE = """
            INSERT INTO organisation (id, version, name, reference, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name,
                reference = excluded.reference, updated_at = excluded.updated_at""";

    private static final String TAKE_DOMAINS = """
            INSERT INTO organisation_domain (domain, organisation_id)
            SELECT domain, $1 FROM unnest($2::text[]) AS domain ORDER BY 1 ON CONFLICT DO NOTHING""";

    /** Those who write from its domains and belong to nobody yet. */
    private static final String TAKE_PEOPLE = """
            UPDATE customer SET organisation = $1
            WHERE organisation IS NULL AND id IN (
                SELECT i.customer_id FROM customer_identity i
                WHERE i.type = 'email' AND split_part(i.value, '@', 2) = ANY($2))
            RETURNING id""";

    /** An organisation. @param domains whoever writes from one of them belongs to it */
    @Schema(name = "Organisation")
    record Organisation(
            UUID id,
            String name,
            @Nullable String reference,
            List<String> domains,
            Instant createdAt,
            Instant updatedAt,
            long version) {

        static Organisation of(Row row) {
            return new Organisation(
                    row.getUUID("id"),
                    row.getString("name"),
                    row.getString("reference"),
                    List.of(row.getArrayOfStrings("domains")),
                    Rows.requireInstant(row, "created_at"),
                    Rows.requireInstant(row, "updated_at"),
                    row.getLong("version"));
        }
    }

    Uni<List<Organisation>> list(Work work, Conditions wanted, int limit) {
        return work.query(SELECT + wanted.where() + " ORDER BY o.id LIMIT " + limit, wanted.parameters())
                .map(rows -> rows.stream().map(Organisation::of).toList());
    }

    Uni<Organisation> find(Work work, UUID id) {
        return one(work, id, "");
    }

    Uni<Organisation> lock(Work work, UUID id) {
        return one(work, id, " FOR UPDATE OF o");
    }

    private static Uni<Organisation> one(Work work, UUID id, String suffix) {
        return work.query(SELECT + " WHERE o.id = $1" + suffix, id)
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(Organisation::of)
                        .orElseThrow(() -> Problems.notFound("organisation", id)));
    }

    /** @return who belongs to it now and did not before */
    Uni<List<UUID>> save(Work work, Organisation o) {
        var domains = o.domains().toArray(String[]::new);
        return work.update(
                        SAVE,
                        o.id(),
                        o.version(),
                        o.name(),
                        o.reference(),
                        Rows.parameter(o.createdAt()),
                        Rows.parameter(o.updatedAt()))
                .chain(() -> work.update("DELETE FROM organisation_domain WHERE organisation_id = $1", o.id()))
                .chain(() -> work.update(TAKE_DOMAINS, o.id(), domains))
                .invoke(taken -> {
                    if (taken < domains.length) {
                        throw Problems.unprocessable("domain-taken", "Another organisation has one of the domains");
                    }
                })
                .chain(() -> work.query(TAKE_PEOPLE, o.id(), domains))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    /** @return who belonged to it */
    Uni<List<UUID>> delete(Work work, UUID id) {
        return work.query("UPDATE customer SET organisation = NULL WHERE organisation = $1 RETURNING id", id)
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList())
                .call(() -> work.update("DELETE FROM organisation WHERE id = $1", id));
    }
}
