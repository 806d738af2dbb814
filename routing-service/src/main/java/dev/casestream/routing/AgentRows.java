package dev.casestream.routing;

import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.DirectoryEntry;
import dev.casestream.routing.domain.Agent;
import dev.casestream.routing.domain.Availability;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements about agents. */
@ApplicationScoped
class AgentRows {

    /** An agent as configured. */
    record Profile(DirectoryEntry.Agent entry, Availability availability, long version) {}

    private static final String PROFILE = "id, name, teams, skills, level, capacity, availability, version";

    /** Locks agents in one order everywhere: those of some teams, and one more. */
    Uni<List<Profile>> lock(Work work, Collection<String> teams, @Nullable String id) {
        return work.query(
                        "SELECT " + PROFILE + " FROM agent WHERE teams && $1 OR (id = $2 AND NOT retired)"
                                + " ORDER BY id FOR UPDATE",
                        teams.toArray(String[]::new),
                        id)
                .map(rows -> rows.stream().map(AgentRows::profile).toList());
    }

    /** Those agents with their load, which holds as long as they are locked. */
    Uni<List<Agent>> loads(Work work, Collection<String> ids) {
        return work.query("""
                        SELECT id, teams, availability, capacity, load, last_assigned_at
                        FROM agent JOIN agent_load USING (id) WHERE id = ANY($1)""", (Object) ids.toArray(String[]::new))
                .map(rows -> rows.stream().map(AgentRows::agent).toList());
    }

    /** Locks the agents of some teams and tells their load. */
    Uni<List<Agent>> desk(Work work, Collection<String> teams) {
        return lock(work, teams, null)
                .flatMap(locked -> loads(
                        work,
                        locked.stream().map(profile -> profile.entry().id()).toList()));
    }

    Uni<Optional<Profile>> find(Work work, String id) {
        return work.query("SELECT " + PROFILE + " FROM agent WHERE id = $1 AND NOT retired", id)
                .map(rows -> rows.stream().map(AgentRows::profile).findFirst());
    }

    Uni<List<Profile>> list(Work work, @Nullable String team, String @Nullable [] among, String after, int limit) {
        return work.query("SELECT " + PROFILE + """
                         FROM agent
                        WHERE NOT retired AND id > $1 AND ($2::text IS NULL OR $2 = ANY(teams))
                          AND ($3::text[] IS NULL OR teams && $3) ORDER BY id LIMIT $4""", after, team, among, limit)
                .map(rows -> rows.stream().map(AgentRows::profile).toList());
    }

    /** @return empty if there is such an agent already */
    Uni<Optional<Profile>> create(Work work, DirectoryEntry.Agent entry, Availability availability) {
        return work.query(
                        """
                        INSERT INTO agent AS a (id, name, teams, skills, level, capacity, availability, version)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
                        ON CONFLICT (id) DO UPDATE SET (name, teams, skills, level, capacity, availability, version, retired)
                            = (excluded.name, excluded.teams, excluded.skills, excluded.level, excluded.capacity,
                               excluded.availability, a.version + 1, false)
                        WHERE a.retired RETURNING\s""" + PROFILE,
                        entry.id(),
                        entry.name(),
                        entry.teams().toArray(String[]::new),
                        entry.skills().toArray(String[]::new),
                        entry.level(),
                        entry.capacity(),
                        availability.toString())
                .map(rows -> rows.stream().map(AgentRows::profile).findFirst());
    }

    Uni<Profile> change(Work work, DirectoryEntry.Agent entry) {
        return work.query(
                        """
                        UPDATE agent SET name = $2, teams = $3, skills = $4, level = $5, capacity = $6,
                            version = version + 1
                        WHERE id = $1 RETURNING\s""" + PROFILE,
                        entry.id(),
                        entry.name(),
                        entry.teams().toArray(String[]::new),
                        entry.skills().toArray(String[]::new),
                        entry.level(),
                        entry.capacity())
                .map(rows -> profile(rows.getFirst()));
    }

    Uni<Profile> setAvailability(Work work, String id, Availability availability) {
        return work.query(
                        "UPDATE agent SET availability = $2, version = version + 1 WHERE id = $1 RETURNING " + PROFILE,
                        id,
                        availability.toString())
                .map(rows -> profile(rows.getFirst()));
    }

    Uni<Profile> retire(Work work, String id) {
        return work.query("""
                        UPDATE agent SET retired = true, teams = '{}', availability = 'away-and-reassign',
                            version = version + 1
                        WHERE id = $1 RETURNING\s""" + PROFILE, id).map(rows -> profile(rows.getFirst()));
    }

    Uni<Void> setLastAssigned(Work work, Map<String, Instant> byAgent) {
        return byAgent.isEmpty()
                ? Uni.createFrom().voidItem()
                : work.update(
                                """
                                UPDATE agent a SET last_assigned_at = u.at
                                FROM unnest($1::text[], $2::timestamptz[]) AS u(id, at) WHERE a.id = u.id""",
                                byAgent.keySet().toArray(String[]::new),
                                byAgent.values().stream()
                                        .map(at -> at.atOffset(ZoneOffset.UTC))
                                        .toArray(OffsetDateTime[]::new))
                        .replaceWithVoid();
    }

    Uni<Set<String>> teamsOf(Work work, Collection<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : work.query("SELECT DISTINCT unnest(teams) AS team FROM agent WHERE id = ANY($1)", (Object)
                                ids.toArray(String[]::new))
                        .map(rows ->
                                rows.stream().map(row -> row.getString("team")).collect(Collectors.toSet()));
    }

    private static Profile profile(Row row) {
        return new Profile(
                new DirectoryEntry.Agent(
                        row.getString("id"),
                        row.getString("name"),
                        List.of(row.getArrayOfStrings("teams")),
                        List.of(row.getArrayOfStrings("skills")),
                        row.getInteger("level"),
                        row.getInteger("capacity")),
                availability(row),
                row.getLong("version"));
    }

    private static Agent agent(Row row) {
        var lastAssigned = row.getOffsetDateTime("last_assigned_at");
        return new Agent(
                row.getString("id"),
                Set.of(row.getArrayOfStrings("teams")),
                availability(row),
                row.getInteger("capacity"),
                row.getInteger("load"),
                lastAssigned == null ? null : lastAssigned.toInstant());
    }

    private static Availability availability(Row row) {
        return Availability.of(row.getString("availability")).orElseThrow();
    }
}
