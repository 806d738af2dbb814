package dev.casestream.analytics;

import dev.casestream.analytics.domain.TicketState;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.contracts.TicketFact;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements of the {@link Projection}: each touches all tickets of a batch at once. */
@ApplicationScoped
class ProjectionTables {

    static final String NAME = "tickets";

    private static final String COLUMNS = String.join(", ", FactColumns.NAMES);
    private static final String UPSERT_FACTS = """
            INSERT INTO ticket_fact (generation, %1$s) SELECT $1, f.* FROM unnest(%2$s) AS f
            ON CONFLICT (generation, ticket_id) DO UPDATE SET (%1$s) = ROW(%3$s)""".formatted(
                    COLUMNS,
                    FactColumns.parameters(2),
                    FactColumns.NAMES.stream().map(name -> "EXCLUDED." + name).collect(Collectors.joining(", ")));

    /**
     * Which rows to write.
     *
     * @param active those that are read
     * @param building those of a rebuild that is under way
     */
    record Generations(long active, @Nullable Long building) {}

    /** Which generations there are; they stay until the end of the transaction. */
    Uni<Generations> generations(Work work) {
        return work.query("SELECT active, building FROM projection WHERE name = $1 FOR KEY SHARE", NAME)
                .map(List::getFirst)
                .map(row -> new Generations(row.getLong("active"), row.getLong("building")));
    }

    /** A generation that is being built stays so until the end of the transaction; one that was given up is none. */
    Uni<Void> requireBuilding(Work work, long generation) {
        return generations(work)
                .invoke(generations -> {
                    if (!Objects.equals(generations.building(), generation)) {
                        throw new IllegalStateException(
                                "generation " + generation + " was given up by another replica");
                    }
                })
                .replaceWithVoid();
    }

    /** Locks tickets, in one order everywhere, and tells the version that the metric events of each have reached. */
    Uni<Map<UUID, Long>> lock(Work work, Set<UUID> tickets) {
        return work.query("""
                        INSERT INTO metric_log AS l (ticket_id, version)
                        SELECT id, 0 FROM unnest($1::uuid[]) id ORDER BY id
                        ON CONFLICT (ticket_id) DO UPDATE SET version = l.version
                        RETURNING ticket_id, version""", (Object) ids(tickets)).map(rows -> byTicket(rows, row -> row.getLong("version")));
    }

    /** Locks those tickets that live events have brought. */
    Uni<Void> lockKnown(Work work, Set<UUID> tickets) {
        return work.query("SELECT FROM metric_log WHERE ticket_id = ANY($1) ORDER BY ticket_id FOR UPDATE", (Object)
                        ids(tickets))
                .replaceWithVoid();
    }

    Uni<Void> saveVersions(Work work, Map<UUID, Long> versions) {
        return work.update("""
                        UPDATE metric_log l SET version = v.version
                        FROM unnest($1::uuid[], $2::bigint[]) AS v(ticket_id, version) WHERE l.ticket_id = v.ticket_id""", ids(versions.keySet()), versions.values().toArray(Long[]::new))
                .replaceWithVoid();
    }

    /** The last version of each ticket that the gate has let in. */
    Uni<Map<UUID, Long>> admitted(Work work, Source<?> source, Set<UUID> tickets) {
        return work.query(
                        "SELECT key::uuid AS ticket_id, version FROM gate WHERE topic = $1 AND key = ANY($2)",
                        source.topic().topicName(),
                        tickets.stream().map(UUID::toString).toArray(String[]::new))
                .map(rows -> byTicket(rows, row -> row.getLong("version")));
    }

    /** Which tickets are as far in a generation as the gate was before this batch. */
    Uni<Set<UUID>> inStep(Work work, long generation, Source<?> source, Set<UUID> tickets) {
        return work.query("""
                        SELECT t.id FROM unnest($3::uuid[]) AS t(id)
                        LEFT JOIN gate g ON g.topic = $1 AND g.key = t.id::text
                        LEFT JOIN ticket_state s ON s.generation = $2 AND s.ticket_id = t.id
                        WHERE coalesce(g.version, 0) = coalesce(s.%s, 0)""".formatted(source.versionColumn()), source.topic().topicName(), generation, ids(tickets))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).collect(Collectors.toSet()));
    }

    Uni<Map<UUID, TicketState>> states(Work work, long generation, Set<UUID> tickets) {
        return work.query(
                        "SELECT ticket_id, state::text AS state FROM ticket_state WHERE generation = $1 AND ticket_id = ANY($2)",
                        generation,
                        ids(tickets))
                .map(rows -> byTicket(rows, row -> Codec.read(row.getString("state"), TicketState.class)));
    }

    Uni<Void> save(Work work, long generation, List<Advance> advances) {
        if (advances.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return saveStates(work, generation, advances)
                .chain(() -> saveFacts(
                        work,
                        generation,
                        advances.stream()
                                .map(advance -> advance.state().fact(advance.ticket()))
                                .flatMap(Optional::stream)
                                .toList()))
                .chain(() -> Measurements.save(work, generation, advances));
    }

    private static Uni<Integer> saveStates(Work work, long generation, List<Advance> advances) {
        return work.update(
                """
                INSERT INTO ticket_state (generation, ticket_id, ticket_version, sla_version, state)
                SELECT $1, s.ticket_id, s.ticket_version, s.sla_version, s.state::jsonb
                FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::text[])
                     AS s(ticket_id, ticket_version, sla_version, state)
                ON CONFLICT (generation, ticket_id) DO UPDATE SET ticket_version = EXCLUDED.ticket_version,
                    sla_version = EXCLUDED.sla_version, state = EXCLUDED.state""",
                generation,
                advances.stream().map(Advance::ticket).toArray(UUID[]::new),
                advances.stream()
                        .map(advance -> advance.state().ticketVersion())
                        .toArray(Long[]::new),
                advances.stream().map(advance -> advance.state().slaVersion()).toArray(Long[]::new),
                advances.stream().map(advance -> Codec.write(advance.state())).toArray(String[]::new));
    }

    private static Uni<Integer> saveFacts(Work work, long generation, List<TicketFact> facts) {
        return work.update(UPSERT_FACTS, FactColumns.arrays(generation, facts));
    }

    private static UUID[] ids(Set<UUID> tickets) {
        return tickets.toArray(UUID[]::new);
    }

    private static <T> Map<UUID, T> byTicket(List<Row> rows, Function<Row, T> value) {
        return rows.stream().collect(Collectors.toMap(row -> row.getUUID("ticket_id"), value));
    }
}
