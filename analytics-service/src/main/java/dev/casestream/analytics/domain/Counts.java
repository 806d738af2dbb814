package dev.casestream.analytics.domain;

/**
 * How often something happened to a ticket.
 *
 * @param publicReplies of agents and bots
 * @param handoffs times that it went to another agent than the one who had it last
 */
public record Counts(int customerMessages, int publicReplies, int internalNotes, int reopens, int handoffs) {

    static final Counts OPENED = new Counts(1, 0, 0, 0, 0);

    Counts customerMessage() {
        return new Counts(customerMessages + 1, publicReplies, internalNotes, reopens, handoffs);
    }

    Counts publicReply() {
        return new Counts(customerMessages, publicReplies + 1, internalNotes, reopens, handoffs);
    }

    Counts internalNote() {
        return new Counts(customerMessages, publicReplies, internalNotes + 1, reopens, handoffs);
    }

    Counts reopening() {
        return new Counts(customerMessages, publicReplies, internalNotes, reopens + 1, handoffs);
    }

    Counts handoff() {
        return new Counts(customerMessages, publicReplies, internalNotes, reopens, handoffs + 1);
    }
}
