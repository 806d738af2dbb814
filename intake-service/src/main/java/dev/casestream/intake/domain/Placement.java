package dev.casestream.intake.domain;

import dev.casestream.contracts.InquiryEvent.TicketHint;
import org.jspecify.annotations.Nullable;

/** Where a request belongs: which conversation orders it, and which ticket is meant, if that can be told. */
public record Placement(String conversationKey, @Nullable TicketHint hint) {}
