package dev.casestream.ticket.search;

import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.visibility.Readable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words brought to the stems of every language, one of which must be on a ticket, and how they become SQL.
 *
 * @param terms as they were given
 * @param query a tsquery: any of the stems, or the beginnings
 * @param beginnings a tsquery: how longer words begin
 * @param parts patterns of LIKE, for what is within longer words of the subject, the number and the fields
 */
record Sought(List<String> terms, String query, String beginnings, List<String> parts) {

    private static final String DOCUMENT = "document @@ ?::text::tsquery";
    /** By the index first, then by the language of what was found. */
    private static final String MESSAGE =
            "m." + DOCUMENT + " AND search_has(m.document, m.language, ?, ?::text::tsquery)";

    private static final String WORDS =
            "(w." + DOCUMENT + " AND search_has(w.document, w.language, ?, ?::text::tsquery))";

    /** Adds that ticket {@code t} has one of them; decided ticket by ticket, never by a list of all that have. */
    void on(Conditions conditions, boolean notes) {
        conditions.and(anywhere(notes), parameters());
    }

    void notOn(Conditions conditions, boolean notes) {
        conditions.and("NOT (" + anywhere(notes) + ")", parameters());
    }

    private String anywhere(boolean notes) {
        return "EXISTS (SELECT FROM message m WHERE " + messages(notes) + " AND " + MESSAGE + " OFFSET 0)"
                + " OR EXISTS (SELECT FROM ticket_words w WHERE w.ticket_id = t.id AND (" + words() + ") OFFSET 0)"
                + " OR EXISTS (SELECT FROM customer k WHERE k.id = t.customer_id AND k." + DOCUMENT + " OFFSET 0)"
                + " OR EXISTS (SELECT FROM customer_identity i WHERE i.customer_id = t.customer_id AND i." + DOCUMENT
                + " OFFSET 0)";
    }

    /** The ids of tickets that have one of them, so many at most from each place. */
    String hits(boolean notes, int limit) {
        var message = notes
                ? "SELECT m.ticket_id AS id FROM message m WHERE " + MESSAGE
                : "SELECT coalesce(m.meant_for, m.ticket_id) AS id FROM message m WHERE " + MESSAGE
                        + " AND m.kind IN ('CUSTOMER', 'REPLY')";
        return "(" + message + limit(limit)
                + " UNION ALL (SELECT w.ticket_id FROM ticket_words w WHERE " + words() + limit(limit)
                + " UNION ALL (SELECT t.id FROM (SELECT k.id FROM customer k WHERE k." + DOCUMENT
                + " UNION SELECT i.customer_id FROM customer_identity i WHERE i." + DOCUMENT
                + ") k JOIN ticket t ON t.customer_id = k.id" + limit(limit);
    }

    Object[] parameters() {
        var given = terms.toArray(String[]::new);
        var values = new ArrayList<Object>(List.of(query, given, beginnings, query, given, beginnings));
        values.addAll(parts);
        values.addAll(List.of(query, query));
        return values.toArray();
    }

    private String words() {
        return Stream.concat(Stream.of(WORDS), parts.stream().map(part -> "w.words LIKE ?"))
                .collect(Collectors.joining(" OR "));
    }

    static String messages(boolean notes) {
        return Readable.ofTicket(!notes);
    }

    private static String limit(int limit) {
        return " LIMIT " + limit + ")";
    }
}
