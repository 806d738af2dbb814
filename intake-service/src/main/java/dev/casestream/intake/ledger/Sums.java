package dev.casestream.intake.ledger;

import io.vertx.sqlclient.Row;

/**
 * How many arrived, and what became of them.
 *
 * @param received counted by originals; the others by outcomes, of which each original has one
 */
public record Sums(
        long received, long accepted, long appended, long duplicate, long quarantined, long rejected, long pending) {

    static final Sums NOTHING = new Sums(0, 0, 0, 0, 0, 0, 0);

    /** The columns of a row, counted from originals {@code r} and entries {@code i}. */
    static final String COUNTED = """
            count(r.inquiry_id) AS received,
            count(*) FILTER (WHERE outcome = 'accepted') AS accepted,
            count(*) FILTER (WHERE outcome = 'appended') AS appended,
            count(*) FILTER (WHERE outcome = 'duplicate') AS duplicate,
            count(*) FILTER (WHERE outcome = 'quarantined') AS quarantined,
            count(*) FILTER (WHERE outcome = 'rejected') AS rejected,
            count(*) FILTER (WHERE outcome = 'pending') AS pending
            """;

    static Sums of(Row row) {
        return new Sums(
                row.getLong("received"),
                row.getLong("accepted"),
                row.getLong("appended"),
                row.getLong("duplicate"),
                row.getLong("quarantined"),
                row.getLong("rejected"),
                row.getLong("pending"));
    }

    Sums plus(Sums other) {
        return new Sums(
                received + other.received,
                accepted + other.accepted,
                appended + other.appended,
                duplicate + other.duplicate,
                quarantined + other.quarantined,
                rejected + other.rejected,
                pending + other.pending);
    }
}
