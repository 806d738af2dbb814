package dev.casestream.ticket.assignment;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.handling.Turn;
import dev.casestream.ticket.visibility.Right;

/** Who may take a ticket from another agent. */
public final class Reassigning {

    private Reassigning() {}

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 403 for whoever may not manage the ticket */
    public static void requireMayTake(Turn turn, Caller caller) {
        var owner = turn.ticket().agent();
        var taken = owner != null && !owner.equals(caller.id());
        if (taken && !turn.viewer().may(Right.MANAGE, turn.ticket())) {
            throw Problems.forbidden("reassign-needs-lead", "Another agent has the ticket; a lead can reassign it");
        }
    }
}
