package dev.casestream.intake.domain;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message that came in before and is referred to. */
public record Earlier(
        String messageId, String conversationKey, @Nullable UUID ticketId, Set<String> participants) {}
