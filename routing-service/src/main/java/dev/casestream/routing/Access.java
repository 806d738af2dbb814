package dev.casestream.routing;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.DirectoryEntry;
import dev.casestream.routing.AgentRows.Profile;
import java.util.Collections;
import java.util.Set;

/**
 * What the caller may see and do here, taken from the token before the work begins.
 *
 * @param all admins, owners and machines
 * @param lead of the teams named
 */
record Access(String id, String actor, boolean all, boolean lead, boolean onlyOwnTickets, Set<String> teams) {

    static Access of(Caller caller) {
        return new Access(
                caller.id(),
                caller.actor(),
                caller.seesAll(),
                caller.is(Roles.LEAD),
                caller.is(Roles.AGENT_RESTRICTED),
                caller.teams());
    }

    boolean sees(Profile agent) {
        return all || isSelf(agent) || shares(agent);
    }

    void requireSight(Profile agent) {
        if (!sees(agent)) {
            throw Problems.notFound("agent", agent.entry().id());
        }
    }

    /** A lead may change the capacity and nothing else. */
    void requireChange(DirectoryEntry.Agent from, DirectoryEntry.Agent to) {
        var sameButCapacity = new DirectoryEntry.Agent(
                        from.id(), from.name(), from.teams(), from.skills(), from.level(), to.capacity())
                .equals(to);
        if (!all && !sameButCapacity) {
            throw Problems.forbidden("lead-changes-capacity", "A lead may change an agent's capacity, nothing else");
        }
    }

    void requireAvailability(Profile agent) {
        if (!all && !isSelf(agent) && !(lead && shares(agent))) {
            throw Problems.forbidden("own-availability", "Only the agent, a lead of the team or an admin may do this");
        }
    }

    private boolean isSelf(Profile agent) {
        return agent.entry().id().equals(id);
    }

    private boolean shares(Profile agent) {
        return !Collections.disjoint(teams, agent.entry().teams());
    }
}
