package dev.casestream.ticket;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.casestream.contracts.Attachment;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.MessageKind;
import dev.casestream.contracts.MessageText;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One message of a conversation as it lies in its table. Only public replies are delivered. */
@JsonNaming(SnakeCaseStrategy.class)
record MessageRow(
        UUID id,
        UUID ticketId,
        long version,
        MessageKind kind,
        AuthorRole authorRole,
        String author,
        String channel,
        @Nullable String externalId,
        String subject,
        String body,
        @Nullable String html,
        @Nullable String quotedText,
        @Nullable String language,
        List<Attachment> attachments,
        @Nullable String deliveryState,
        @Nullable Instant deliveryAt,
        Instant createdAt,
        @Nullable UUID meantFor) {

    static final long FIRST_VERSION = 1;

    static MessageRow of(MessageText text, @Nullable UUID meantFor) {
        var outbound = text.kind() == MessageKind.REPLY;
        return new MessageRow(
                text.messageId(),
                text.ticketId(),
                FIRST_VERSION,
                text.kind(),
                text.authorRole(),
                text.author(),
                text.channel(),
                text.externalId(),
                text.subject(),
                text.text(),
                text.html(),
                text.quotedText(),
                text.language(),
                text.attachments(),
                outbound ? "queued" : null,
                outbound ? text.createdAt() : null,
                text.createdAt(),
                meantFor);
    }
}
