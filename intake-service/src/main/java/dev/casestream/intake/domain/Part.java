package dev.casestream.intake.domain;

import dev.casestream.contracts.InquiryEvent.ReplyCapability;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.contracts.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that a provider's delivery tells. */
public sealed interface Part {

    /**
     * Somebody wrote or called.
     *
     * @param id the provider's own, the same when it is delivered again
     * @param thread what all messages of one conversation share
     * @param sentAt when the provider says so
     * @param subject null where its first words are the subject
     * @param automatic why it counts as written by a machine; null when a person wrote it
     */
    record Message(
            String id,
            String thread,
            Sender sender,
            @Nullable Instant sentAt,
            @Nullable String subject,
            String text,
            @Nullable String language,
            List<Media> media,
            @Nullable Priority priority,
            @Nullable String category,
            @Nullable String automatic,
            Map<String, String> fields,
            @Nullable ReplyCapability reply)
            implements Part {

        /** What most channels have. */
        public static Message of(String id, String thread, Sender sender, @Nullable Instant sentAt, String text) {
            return new Message(
                    id, thread, sender, sentAt, null, text, null, List.of(), null, null, null, Map.of(), null);
        }

        public Message about(@Nullable String subjectNow, @Nullable String languageNow) {
            return new Message(
                    id,
                    thread,
                    sender,
                    sentAt,
                    subjectNow,
                    text,
                    languageNow,
                    media,
                    priority,
                    category,
                    automatic,
                    fields,
                    reply);
        }

        public Message with(List<Media> mediaNow) {
            return new Message(
                    id, thread, sender, sentAt, subject, text, language, mediaNow, priority, category, automatic,
                    fields, reply);
        }

        public Message with(Map<String, String> fieldsNow) {
            return new Message(
                    id, thread, sender, sentAt, subject, text, language, media, priority, category, automatic,
                    fieldsNow, reply);
        }

        public Message answerable(ReplyCapability how) {
            return new Message(
                    id, thread, sender, sentAt, subject, text, language, media, priority, category, automatic, fields,
                    how);
        }

        public Message byMachine(String reason, @Nullable Priority priorityNow, @Nullable String categoryNow) {
            return new Message(
                    id,
                    thread,
                    sender,
                    sentAt,
                    subject,
                    text,
                    language,
                    media,
                    priorityNow,
                    categoryNow,
                    reason,
                    fields,
                    reply);
        }
    }

    /**
     * Something to see or hear that lies with the provider. It is named, never fetched.
     *
     * @param reference a URL, or the provider's id
     */
    record Media(
            String reference,
            @Nullable String type,
            @Nullable String name) {}

    /**
     * What became of a message of ours.
     *
     * @param state {@code sent delivered read failed}
     * @param status the provider's code
     */
    record Receipt(
            String messageId,
            String thread,
            @Nullable String recipient,
            String state,
            @Nullable String status) implements Part {}

    /**
     * Neither: it is kept and counted, and nothing follows.
     *
     * @param reason why, as {@code call-progress}
     */
    record Notice(String id, String reason) implements Part {}
}
