package dev.casestream.contracts;

/**
 * The topics and what is on them. Partitions and retention are in {@code deploy/kafka/topics.yaml}, which a test holds
 * against this list.
 */
public enum Topic {
    INQUIRIES("inquiries", Kind.LOG, InquiryEvent.class),
    TICKETS("tickets", Kind.LOG, TicketEvent.class),
    ROUTING("routing", Kind.LOG, RoutingEvent.class),
    SLA("sla", Kind.LOG, SlaEvent.class),
    NOTIFICATIONS("notifications", Kind.LOG, NotificationEvent.class),
    METRICS("metrics", Kind.LOG, MetricEvent.class),
    MESSAGES("messages", Kind.TABLE, MessageText.class),
    CUSTOMERS("customers", Kind.TABLE, CustomerProfile.class),
    DIRECTORY("directory", Kind.TABLE, DirectoryEntry.class),
    TICKET_FACTS("ticket-facts", Kind.TABLE, TicketFact.class);

    /** What a key's records mean. */
    public enum Kind {
        /** Every record is a fact; versions have no gaps. */
        LOG,
        /** The last record of a key is its state, null ends it; versions rise, with gaps. */
        TABLE
    }

    private final String stream;
    private final Kind kind;
    private final Class<?> type;

    Topic(String stream, Kind kind, Class<?> type) {
        this.stream = stream;
        this.kind = kind;
        this.type = type;
    }

    /** The name on the broker, as {@code casestream.tickets}. */
    public String topicName() {
        return "casestream." + stream;
    }

    public Kind kind() {
        return kind;
    }

    /** The record, or the sealed interface of the records, that the values are. */
    public Class<?> type() {
        return type;
    }

    /** The topic of what a service could not read from this one. */
    public String deadLetterName(String service) {
        return topicName() + ".dlq." + service;
    }
}
