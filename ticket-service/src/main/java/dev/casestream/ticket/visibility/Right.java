package dev.casestream.ticket.visibility;

import java.util.Set;

/** What can be done with a ticket; each presupposes that one may read it. */
public enum Right {
    READ,
    REPLY,
    CHANGE,
    /** Taking it from another agent. */
    MANAGE;

    /** @param command its path below a ticket */
    public static Right of(String command) {
        return Set.of("replies", "notes", "incidents/replies").contains(command) ? REPLY : CHANGE;
    }
}
