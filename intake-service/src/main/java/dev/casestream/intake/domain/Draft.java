package dev.casestream.intake.domain;

import dev.casestream.contracts.Attachment;
import dev.casestream.contracts.InquiryEvent.ReplyCapability;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.contracts.Priority;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as its channel understood it, before it is known what it belongs to.
 *
 * @param automatic why it counts as written by a machine; null when a person wrote it
 * @param reply how its channel lets it be answered; null where nothing limits it
 */
public record Draft(
        @Nullable String account,
        @Nullable String externalId,
        Sender sender,
        String subject,
        String text,
        @Nullable String html,
        @Nullable String quotedText,
        @Nullable String language,
        @Nullable Priority priority,
        @Nullable String category,
        @Nullable String automatic,
        List<Attachment> attachments,
        Map<String, String> fields,
        Clues clues,
        @Nullable ReplyCapability reply) {}
