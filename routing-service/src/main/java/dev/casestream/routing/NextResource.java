package dev.casestream.routing;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.routing.domain.Agent;
import dev.casestream.routing.domain.Routing;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** "Give me the next one." */
@Path("/v1/teams/{id}/next")
@Tag(name = "Routing")
public class NextResource {

    private final Tx tx;
    private final Caller caller;
    private final Idempotency idempotency;
    private final AgentRows agents;
    private final AssignmentRows assignments;
    private final Dispatch dispatch;

    NextResource(
            Tx tx,
            Caller caller,
            Idempotency idempotency,
            AgentRows agents,
            AssignmentRows assignments,
            Dispatch dispatch) {
        this.tx = tx;
        this.caller = caller;
        this.idempotency = idempotency;
        this.agents = agents;
        this.assignments = assignments;
        this.dispatch = dispatch;
    }

    @POST
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER})
    @Operation(
            summary = "Propose the team's most urgent waiting ticket to the caller",
            description = "Also for agents who are away and so are given nothing unasked, within their capacity."
                    + " No two callers get the same one. 204 when none waits.")
    public Uni<Response> next(@RestPath String id, @RestHeader("Idempotency-Key") @Nullable String key) {
        var access = Access.of(caller);
        return tx.run(work ->
                idempotency.once(work, caller, key, "/v1/teams/" + id + "/next", null, () -> next(work, id, access)));
    }

    private Uni<Answer> next(Work work, String team, Access access) {
        return work.session()
                .find(TeamRow.class, team)
                .invoke(row -> {
                    if (row == null || row.retired) {
                        throw Problems.notFound("team", team);
                    }
                })
                .chain(() -> agents.lock(work, List.of(), access.id()))
                .chain(() -> agents.loads(work, List.of(access.id())))
                .flatMap(found -> propose(work, team, access, eligible(found, team)));
    }

    private static Agent eligible(List<Agent> found, String team) {
        var agent = found.stream()
                .filter(candidate -> candidate.teams().contains(team))
                .map(Agent::asking)
                .findFirst()
                .orElseThrow(() -> Problems.forbidden("not-in-team", "Only agents of the team take its tickets"));
        agent.exclusion(team).ifPresent(reason -> {
            throw Problems.refused(
                    reason,
                    "You cannot take another ticket now",
                    Map.of("load", agent.load(), "capacity", agent.capacity()));
        });
        return agent;
    }

    private Uni<Answer> propose(Work work, String team, Access access, Agent agent) {
        return assignments
                .claimNext(work, team)
                .flatMap(next -> next.isEmpty()
                        ? Uni.createFrom().item(Answer.of(204, null))
                        : work.now().flatMap(now -> {
                            var routed = Routing.pull(next.getFirst(), agent, Ids.next(), now);
                            return dispatch.say(work, access.actor(), List.of(routed))
                                    .replaceWith(() -> Answer.of(200, DecisionView.of(routed.said())));
                        }));
    }
}
