package dev.casestream.ticket.directory;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.domain.Assignment;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whom tickets can be given to. */
@ApplicationScoped
public class Directory {

    /**
     * What somebody means by an assignment: an agent alone stays in the ticket's team where the agent is in it, or comes
     * into the agent's first; a team alone is its queue.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 when there is no such agent or team
     */
    public Uni<Assignment> assignment(Work work, @Nullable String now, @Nullable String team, @Nullable String agent) {
        if (agent == null) {
            return team(work, Objects.requireNonNull(team)).map(known -> new Assignment(known, null));
        }
        return work.query("SELECT teams FROM agent_directory WHERE id = $1", agent)
                .map(rows -> {
                    if (rows.isEmpty()) {
                        throw Problems.unprocessable("unknown-agent", "There is no agent " + agent);
                    }
                    var teams = List.of(rows.getFirst().getArrayOfStrings("teams"));
                    if (team != null && !teams.contains(team)) {
                        throw Problems.unprocessable("agent-not-in-team", agent + " is not in team " + team);
                    }
                    var home = now != null && teams.contains(now) ? now : teams.isEmpty() ? now : teams.getFirst();
                    return new Assignment(team != null ? team : home, agent);
                });
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 422 when there is no such agent */
    public Uni<String> requireAgent(Work work, String agent) {
        return assignment(work, null, null, agent).map(known -> agent);
    }

    public Uni<String> team(Work work, String team) {
        return work.query("SELECT id FROM team_directory WHERE id = $1", team).map(rows -> {
            if (rows.isEmpty()) {
                throw Problems.unprocessable("unknown-team", "There is no team " + team);
            }
            return team;
        });
    }
}
