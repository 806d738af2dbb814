package dev.casestream.e2e.nemesis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be found once all faults are healed and everything has come to rest.
 *
 * @param unfinished what should be empty by then and is not: outbox rows, parked events, pending requests
 * @param deadLetters how many records each dead-letter topic holds
 */
record Evidence(
        Instant at,
        List<Ticket> tickets,
        List<Published> published,
        List<Mail> mails,
        Map<String, Integer> ledger,
        Map<String, Long> unfinished,
        Map<String, Long> deadLetters) {

    /** @param replies their bodies, which hold the ids of the operations that made them */
    record Ticket(String id, String requester, long version, List<String> replies) {}

    record Mail(String recipient, String messageId) {}

    /**
     * A record on a topic.
     *
     * @param time when it was recorded, by the database
     * @param clock of what sla-service says, otherwise null
     */
    record Published(
            String topic,
            String key,
            String type,
            long version,
            Instant time,
            @Nullable Clock clock) {}

    /**
     * What an event of a clock says.
     *
     * @param at when it holds
     * @param due when it will breach, if it says so
     * @param share what was warned of
     */
    record Clock(String id, Instant at, @Nullable Instant due, int share) {}
}
