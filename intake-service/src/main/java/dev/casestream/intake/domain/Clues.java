package dev.casestream.intake.domain;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about the conversation that it belongs to.
 *
 * @param rootKey conversation key by what the request itself says
 * @param ownKey conversation key if it begins a conversation
 * @param references ids of earlier messages, the nearest first
 * @param tickets those named by reply tokens that we signed
 * @param number a ticket number in the subject
 * @param participants normalised addresses of sender and recipients
 */
public record Clues(
        String rootKey,
        String ownKey,
        List<String> references,
        List<UUID> tickets,
        @Nullable String number,
        Set<String> participants) {

    /** Those of a request that names its conversation, or none. */
    public static Clues of(String conversationKey) {
        return new Clues(conversationKey, conversationKey, List.of(), List.of(), null, Set.of());
    }
}
