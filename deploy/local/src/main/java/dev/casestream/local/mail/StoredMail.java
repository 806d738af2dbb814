package dev.casestream.local.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A mail that the platform sent, as a person or a script wants to see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredMail(
        String id,
        Instant at,
        String from,
        List<String> to,
        @Nullable String replyTo,
        @Nullable String subject,
        @Nullable String messageId,
        @Nullable String inReplyTo,
        @Nullable String references,
        @Nullable String autoSubmitted,
        @Nullable String contentLanguage,
        String body) {
    private static final Session SESSION = Session.getInstance(new Properties());

    public static StoredMail read(Path file) throws IOException, MessagingException {
        var id = file.getFileName().toString().replace(".eml", "");
        try (var in = Files.newInputStream(file)) {
            var message = new MimeMessage(SESSION, in);
            return new StoredMail(
                    id,
                    Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-')))),
                    header(message, "From"),
                    all(message, "Delivered-To"),
                    message.getHeader("Reply-To", ", "),
                    message.getSubject(),
                    message.getMessageID(),
                    message.getHeader("In-Reply-To", " "),
                    message.getHeader("References", " "),
                    message.getHeader("Auto-Submitted", ", "),
                    message.getHeader("Content-Language", ", "),
                    text(message).orElse(""));
        }
    }

    public boolean isFor(String address) {
        return to.stream().anyMatch(address::equalsIgnoreCase);
    }

    private static String header(MimeMessage message, String name) throws MessagingException {
        return Optional.ofNullable(message.getHeader(name, ", ")).orElse("");
    }

    private static List<String> all(MimeMessage message, String name) throws MessagingException {
        var values = message.getHeader(name);
        return values == null ? List.of() : Arrays.asList(values);
    }

    private static Optional<String> text(Part part) throws MessagingException, IOException {
        if (part.isMimeType("text/*")) {
            return Optional.of(part.getContent().toString());
        }
        if (part.getContent() instanceof MimeMultipart parts) {
            for (int at = 0; at < parts.getCount(); at++) {
                var text = text(parts.getBodyPart(at));
                if (text.isPresent()) {
                    return text;
                }
            }
        }
        return Optional.empty();
    }
}
