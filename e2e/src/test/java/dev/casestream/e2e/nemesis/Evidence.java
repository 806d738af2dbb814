package dev.casestream.e2e.nemesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be found once all faults are healed and everything has come to rest.
 *
 * @param facts what analytics counts, by ticket: cells by the names of their columns
 * @param unfinished what should be empty by then and is not: outbox rows, parked events, pending requests
 */
record Evidence(
        Instant at,
        List<Ticket> tickets,
        List<Published> published,
        Map<String, Map<String, String>> facts,
        Desk desk,
        List<Mail> mails,
        Map<String, Integer> ledger,
        Map<String, Long> unfinished,
        DeadLetters deadLetters) {

    /**
     * @param replies their bodies, which hold the ids of the operations that made them
     * @param row what the ticket's row says, as {@link TicketFold} names it
     */
    record Ticket(String id, String requester, long version, List<String> replies, Map<String, String> row) {}

    record Mail(String recipient, String messageId) {}

    /** @param count how many records each topic of dead letters holds */
    record DeadLetters(Map<String, Long> count, List<String> keysOfHealthy) {}

    /** Who is there to be given tickets, and how many tickets wait for somebody. */
    record Desk(List<Agent> agents, long waiting, long agentsFree) {

        record Agent(String id, int capacity, boolean online) {}
    }

    /**
     * A record on a topic.
     *
     * @param time when it was recorded, by the database
     * @param data the event; empty where nobody asks
     */
    record Published(String topic, String key, String type, long version, Instant time, String data) {

        private static final ObjectMapper JSON = new ObjectMapper();

        static final String TICKETS = "casestream.tickets";
        static final String ROUTING = "casestream.routing";
        static final String SLA = "casestream.sla";

        JsonNode event() {
            try {
                return JSON.readTree(data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Only of what sla-service says. */
        Clock clock() {
            var event = event();
            var due = event.path("dueAt").asText("");
            return new Clock(
                    event.path("clock").path("id").asText(),
                    Instant.parse(event.path("at").asText()),
                    due.isEmpty() ? null : Instant.parse(due),
                    event.path("share").asInt());
        }
    }

    /**
     * What an event of a clock says.
     *
     * @param at when it holds
     * @param due when it will breach, if it says so
     * @param share what was warned of
     */
    record Clock(String id, Instant at, @Nullable Instant due, int share) {}
}
