package dev.casestream.notification.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one letter is about.
 *
 * @param number the ticket's
 * @param name how the customer is called; null when nobody has confirmed it
 * @param subject of the conversation; null where it must not be repeated
 * @param text what is said; of an acknowledgement, nothing
 * @param html the same, sanitised by its author's service; null when it was written as text
 * @param quoted what is answered
 */
public record Correspondence(
        Purpose purpose,
        String number,
        Language language,
        @Nullable String name,
        @Nullable String subject,
        String text,
        @Nullable String html,
        @Nullable String quoted) {

    private static final int MOST_QUOTED = 10_000;

    /**
     * An acknowledgement of a request. To an address that nobody has confirmed it repeats no word of the request, so
     * that it cannot be used to send strangers a text.
     */
    public static Correspondence acknowledgement(
            String number, Language language, @Nullable String name, String subject, boolean verified) {
        return new Correspondence(
                Purpose.ACKNOWLEDGEMENT,
                number,
                language,
                verified ? name : null,
                verified ? subject : null,
                "",
                null,
                null);
    }

    /** An agent's reply. */
    public static Correspondence reply(
            String number,
            Language language,
            String subject,
            String text,
            @Nullable String html,
            @Nullable String quoted) {
        return new Correspondence(Purpose.REPLY, number, language, null, subject, text, html, quoted);
    }

    /** What is said, line by line. */
    public List<String> lines() {
        return text.strip().lines().toList();
    }

    /** What is answered, line by line; empty when there is nothing. */
    public List<String> quotedLines() {
        if (quoted == null || quoted.isBlank()) {
            return List.of();
        }
        return (quoted.length() <= MOST_QUOTED ? quoted : quoted.substring(0, MOST_QUOTED) + " …")
                .strip()
                .lines()
                .toList();
    }
}
