package dev.casestream.ticket.visibility;

import java.util.UUID;

/** The ticket that was asked for goes on in another. */
public final class MergedTicketException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String asked;
    private final UUID into;

    MergedTicketException(String asked, UUID into) {
        super(asked + " goes on in " + into, null, false, false);
        this.asked = asked;
        this.into = into;
    }

    String asked() {
        return asked;
    }

    public UUID into() {
        return into;
    }
}
