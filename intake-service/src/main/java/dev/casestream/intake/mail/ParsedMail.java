package dev.casestream.intake.mail;

import dev.casestream.contracts.Attachment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail taken apart.
 *
 * @param headers values by name in lower case, unfolded but not decoded
 * @param text all of its plain text; empty when it has none
 * @param html all of its HTML, as it came; empty when it has none
 * @param report the {@code message/delivery-status} part; empty when it has none
 * @param returned the head of a mail that comes back with it; empty when there is none
 */
public record ParsedMail(
        Map<String, List<String>> headers,
        String text,
        String html,
        List<Attachment> attachments,
        String report,
        String returned) {

    public @Nullable String header(String name) {
        var values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.getFirst();
    }
}
