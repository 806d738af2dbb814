package dev.casestream.ticket.visibility;

import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.visibility.Visibility.Own;
import java.util.UUID;

/** Which messages, {@code m} in a query, somebody may read. */
public final class Readable {

    /** A ticket and those that go on in it. */
    private static final String FAMILY = """
            m.ticket_id IN (WITH RECURSIVE family AS (
                SELECT ?::uuid AS id
                UNION
                SELECT t.id FROM ticket t JOIN family f ON t.merged_into = f.id)
            SELECT id FROM family)""";

    /** What customers read: nothing that is between us, and of merged tickets only what is theirs. */
    private static final String THEIRS = """
            m.kind IN ('CUSTOMER', 'REPLY') AND EXISTS (
                SELECT 1 FROM ticket t WHERE t.id = coalesce(m.meant_for, m.ticket_id) AND t.customer_id = ANY(?))""";

    /** The same of ticket {@code t}, one of theirs: what was meant for another's is not, wherever it went. */
    private static final String THEIR_SIDE = """
            (m.kind IN ('CUSTOMER', 'REPLY') AND (m.meant_for = t.id OR (m.ticket_id = t.id AND m.meant_for IS NULL)))""";

    private Readable() {}

    /** Which messages are on ticket {@code t}, to customers or to us. */
    public static String ofTicket(boolean customer) {
        return customer ? THEIR_SIDE : "m.ticket_id = t.id";
    }

    public static Conditions by(Visibility viewer) {
        return viewer instanceof Own own
                ? new Conditions().and(THEIRS, (Object) own.customers().toArray(UUID[]::new))
                : new Conditions();
    }

    /** Those of a ticket that the viewer sees. */
    public static Conditions of(Visibility viewer, UUID ticket) {
        return by(viewer).and(FAMILY, ticket);
    }
}
