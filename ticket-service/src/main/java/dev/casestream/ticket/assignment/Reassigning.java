package dev.casestream.ticket.assignment;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.ticket.TicketRow;

/** Who may take a ticket from another agent. */
public final class Reassigning {

    private Reassigning() {}

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 403 for whoever leads nobody */
    public static void requireMayTake(TicketRow ticket, Caller caller) {
        var taken = ticket.agent() != null && !ticket.agent().equals(caller.id());
        if (taken && !caller.isAny(Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE)) {
            throw Problems.forbidden("reassign-needs-lead", "Another agent has the ticket; a lead can reassign it");
        }
    }
}
