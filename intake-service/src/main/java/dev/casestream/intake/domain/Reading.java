package dev.casestream.intake.domain;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a channel made of an original. Nothing that a sender does is an exception. */
public sealed interface Reading {

    record Understood(Draft draft) implements Reading {}

    /**
     * To be looked at by a person.
     *
     * @param draft what it is if that person lets it through; null when it cannot be understood at all
     */
    record Quarantined(String reason, @Nullable Draft draft) implements Reading {}

    /**
     * A mail server's report on mail of ours; it waits for a person too.
     *
     * @param messageId of the mail that is reported on
     * @param ticketId its ticket, by a token that we signed
     */
    record Bounced(
            Draft draft,
            List<Bounce> bounces,
            @Nullable String messageId,
            @Nullable UUID ticketId) implements Reading {}

    /** Against the channel's rules; told to the sender where the channel can. */
    record Invalid(List<Fault> faults) implements Reading {}

    /** One thing that is wrong, in words that never repeat what was sent. */
    record Fault(String field, String message) {}
}
