package dev.casestream.intake.domain;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells people's mail from machines' (RFC 3834, RFC 3464, RFC 5965 and what is in use besides). */
public sealed interface MailSense {

    /** Written by a person, as far as one can tell. */
    record Personal() implements MailSense {}

    /** Taken in, but never answered automatically. */
    record Automatic(String reason) implements MailSense {}

    /** Not a request at all, or dangerous to go on with. */
    record Suppressed(String reason) implements MailSense {}

    /** More stations than any delivery has: it goes round in circles. */
    int MOST_STATIONS = 50;

    Pattern DAEMON = Pattern.compile("(mailer-daemon|postmaster)@.*");
    Set<String> BULK = Set.of("bulk", "junk", "list", "auto_reply");

    /**
     * @param headers values by name in lower case
     * @param from the normalised address of who wrote
     * @param envelopeSender null when it is not known, empty for the null sender
     */
    static MailSense of(
            Map<String, List<String>> headers,
            @Nullable String from,
            boolean fromIsOurs,
            @Nullable String envelopeSender) {
        var type = first(headers, "content-type");
        if (type.startsWith("multipart/report")) {
            if (type.contains("feedback-report")) {
                return new Suppressed("feedback-report");
            }
            return type.contains("disposition-notification")
                    ? new Suppressed("read-receipt")
                    : new Suppressed("bounce");
        }
        if (from != null && DAEMON.matcher(from).matches()) {
            return new Suppressed("bounce");
        }
        if (fromIsOurs) {
            return new Suppressed("own-mail");
        }
        if (headers.getOrDefault("received", List.of()).size() > MOST_STATIONS) {
            return new Suppressed("mail-loop");
        }
        var submitted = first(headers, "auto-submitted");
        if (!submitted.isEmpty() && !submitted.startsWith("no")) {
            return new Automatic("auto-submitted");
        }
        if (BULK.contains(first(headers, "precedence"))) {
            return new Automatic("precedence");
        }
        if (headers.containsKey("list-id") || headers.containsKey("list-unsubscribe")) {
            return new Automatic("mailing-list");
        }
        if (headers.containsKey("x-autoreply")
                || headers.containsKey("x-autorespond")
                || first(headers, "x-auto-response-suppress").matches(".*(all|autoreply|oof).*")) {
            return new Automatic("auto-response");
        }
        return envelopeSender != null && envelopeSender.isEmpty() ? new Automatic("null-sender") : new Personal();
    }

    private static String first(Map<String, List<String>> headers, String name) {
        var values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst().strip().toLowerCase(Locale.ROOT);
    }
}
