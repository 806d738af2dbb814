package dev.casestream.routing;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.contracts.DirectoryEntry;
import dev.casestream.routing.AgentRows.Profile;
import dev.casestream.routing.domain.Availability;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Changes who works here: publishes it and routes what may move because of it, in the same transaction. */
@ApplicationScoped
class Roster {

    private final AgentRows agents;
    private final Directory directory;
    private final Dispatch dispatch;

    Roster(AgentRows agents, Directory directory, Dispatch dispatch) {
        this.agents = agents;
        this.directory = directory;
        this.dispatch = dispatch;
    }

    /** Locks an agent together with those of the same teams and of some more, in the order that all locks have. */
    Uni<Profile> lock(Work work, String id, Collection<String> moreTeams) {
        return requireTeams(work, moreTeams)
                .chain(() -> agents.teamsOf(work, List.of(id)))
                .flatMap(teams -> {
                    var all = new TreeSet<>(teams);
                    all.addAll(moreTeams);
                    return agents.lock(work, all, id);
                })
                .map(locked -> locked.stream()
                        .filter(profile -> profile.entry().id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> Problems.notFound("agent", id)));
    }

    /** @return empty if there is such an agent already */
    Uni<Optional<Profile>> create(Work work, String actor, DirectoryEntry.Agent entry, Availability availability) {
        return requireTeams(work, entry.teams())
                .chain(() -> agents.create(work, entry, availability))
                .flatMap(created -> created.isEmpty()
                        ? Uni.createFrom().item(created)
                        : directory
                                .say(work, actor, created.get().version(), entry)
                                .replaceWith(created));
    }

    Uni<Profile> change(Work work, String actor, Profile from, DirectoryEntry.Agent to) {
        return agents.change(work, to)
                .call(changed -> directory.say(work, actor, changed.version(), to))
                .call(() -> dispatch.round(work, to.teams()));
    }

    Uni<Profile> setAvailability(Work work, Profile agent, Availability availability) {
        return agents.setAvailability(work, agent.entry().id(), availability)
                .call(() -> dispatch.round(work, agent.entry().teams()));
    }

    Uni<Void> retire(Work work, String actor, Profile agent) {
        return agents.retire(work, agent.entry().id())
                .call(retired -> directory.end(work, actor, retired.version(), agent.entry()))
                .chain(() -> dispatch.round(work, agent.entry().teams()));
    }

    /** Holds the teams, so that none is removed while an agent joins it. */
    private static Uni<Void> requireTeams(Work work, Collection<String> teams) {
        return work.query("SELECT id FROM team WHERE id = ANY($1) AND NOT retired ORDER BY id FOR SHARE", (Object)
                        teams.toArray(String[]::new))
                .invoke(rows -> {
                    if (rows.size() < new TreeSet<>(teams).size()) {
                        throw Problems.unprocessable("unknown-team", "teams must be teams that exist");
                    }
                })
                .replaceWithVoid();
    }
}
