package dev.casestream.routing;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.DirectoryEntry;
import dev.casestream.routing.domain.Availability;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A team with a few agents to begin with, where {@code casestream.seed=demo} asks for it, once. */
@ApplicationScoped
class SeedDemo {

    private static final DirectoryEntry.Team TEAM = new DirectoryEntry.Team("support", "Support");

    private static final List<DirectoryEntry.Agent> AGENTS = List.of(
            agent("alice", "Alice Holm", List.of("danish", "english"), 1),
            agent("bob", "Bob Lindqvist", List.of("english", "swedish"), 1),
            agent("carol", "Carol Nygaard", List.of("english", "norwegian"), 2),
            agent("dan", "Dan Petrov", List.of("english", "russian"), 1));

    private final Tx tx;
    private final Roster roster;
    private final Directory directory;
    private final Optional<String> seed;

    SeedDemo(
            Tx tx,
            Roster roster,
            Directory directory,
            @ConfigProperty(name = "casestream.seed") Optional<String> seed) {
        this.tx = tx;
        this.roster = roster;
        this.directory = directory;
        this.seed = seed;
    }

    void onStart(@Observes StartupEvent event) {
        if (seed.filter("demo"::equals).isPresent()) {
            tx.run(this::seedOnce).await().atMost(Duration.ofSeconds(30));
        }
    }

    private Uni<Void> seedOnce(Work work) {
        return work.update(
                        "INSERT INTO team (id, name, version) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING",
                        TEAM.id(),
                        TEAM.name())
                .flatMap(fresh -> fresh == 0 ? Uni.createFrom().voidItem() : seed(work));
    }

    private Uni<Void> seed(Work work) {
        return directory
                .say(work, Dispatch.SYSTEM, 1, TEAM)
                .chain(() -> Multi.createFrom()
                        .iterable(AGENTS)
                        .onItem()
                        .transformToUniAndConcatenate(agent -> roster.create(
                                work,
                                Dispatch.SYSTEM,
                                agent,
                                agent.id().equals("dan") ? Availability.OFFLINE : Availability.ONLINE))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private static DirectoryEntry.Agent agent(String id, String name, List<String> skills, int level) {
        return new DirectoryEntry.Agent(id, name, List.of(TEAM.id()), skills, level, 25);
    }
}
