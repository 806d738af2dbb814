package dev.casestream.notification;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.MessageKind;
import dev.casestream.contracts.MessageText;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Keeps the words between customers and us at hand, as long as they are not erased. Notes are not ours to have. */
@ApplicationScoped
class KeepMessages {

    private final Gate gate;
    private final SendDueDeliveries sending;

    KeepMessages(Gate gate, SendDueDeliveries sending) {
        this.gate = gate;
        this.sending = sending;
    }

    @Incoming("messages")
    Uni<Void> on(Batch<MessageText> batch) {
        return gate.apply(batch, this::apply).invoke(sending::wake);
    }

    private Uni<Void> apply(Work work, List<Envelope<MessageText>> events) {
        var latest = new LinkedHashMap<UUID, Optional<MessageText>>();
        events.forEach(event -> latest.put(
                UUID.fromString(event.subject()),
                Optional.ofNullable(event.data()).filter(KeepMessages::isOurs)));
        var gone = latest.keySet().stream()
                .filter(id -> Objects.requireNonNull(latest.get(id)).isEmpty())
                .toArray(UUID[]::new);
        var kept = latest.values().stream().flatMap(Optional::stream).toList();
        return work.update("DELETE FROM message_text WHERE message_id = ANY($1)", (Object) gone)
                .chain(() -> keep(work, kept));
    }

    private static boolean isOurs(MessageText message) {
        return message.kind() == MessageKind.CUSTOMER || message.kind() == MessageKind.REPLY;
    }

    private static Uni<Void> keep(Work work, List<MessageText> messages) {
        return messages.isEmpty()
                ? Uni.createFrom().voidItem()
                : work.update(
                                """
                                INSERT INTO message_text (message_id, ticket_id, author_role, channel, external_id,
                                                          subject, text, html, language, created_at)
                                SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[],
                                                     $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[])
                                ON CONFLICT (message_id) DO UPDATE SET
                                    ticket_id = excluded.ticket_id, author_role = excluded.author_role,
                                    channel = excluded.channel, external_id = excluded.external_id,
                                    subject = excluded.subject, text = excluded.text, html = excluded.html,
                                    language = excluded.language, created_at = excluded.created_at""",
                                messages.stream().map(MessageText::messageId).toArray(UUID[]::new),
                                messages.stream().map(MessageText::ticketId).toArray(UUID[]::new),
                                strings(
                                        messages,
                                        message -> message.authorRole().name()),
                                strings(messages, MessageText::channel),
                                strings(messages, MessageText::externalId),
                                strings(messages, MessageText::subject),
                                strings(messages, MessageText::text),
                                strings(messages, MessageText::html),
                                strings(messages, MessageText::language),
                                messages.stream()
                                        .map(message -> message.createdAt().atOffset(ZoneOffset.UTC))
                                        .toArray(OffsetDateTime[]::new))
                        .replaceWithVoid();
    }

    private static @Nullable String[] strings(
            List<MessageText> messages, Function<MessageText, @Nullable String> property) {
        return messages.stream().map(property).toArray(String[]::new);
    }
}
