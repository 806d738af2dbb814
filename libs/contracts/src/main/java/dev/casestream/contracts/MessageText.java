package dev.casestream.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The words of one message on a ticket, the latest per key. Topic {@code casestream.messages}: compacted, key = message
 * id, partitioned by ticket id; erased by a tombstone.
 *
 * @param externalId the channel's own id (RFC 5322 Message-ID), for threading
 * @param html sanitised
 * @param quotedText what was stripped from {@code text}
 */
public record MessageText(
        UUID messageId,
        UUID ticketId,
        MessageKind kind,
        AuthorRole authorRole,
        String author,
        String channel,
        @Nullable String externalId,
        String subject,
        String text,
        @Nullable String html,
        @Nullable String quotedText,
        @Nullable String language,
        List<Attachment> attachments,
        Instant createdAt) {}
