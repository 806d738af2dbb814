package dev.casestream.intake;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That something was stored, durable with the transaction.
 *
 * @param inquiryId of the request; that of the first arrival if this one is a duplicate
 * @param duplicate whether the same had arrived before
 * @param fingerprint of the first arrival, if it is a duplicate and its channel knows one
 */
public record Receipt(
        UUID inquiryId, boolean duplicate, @Nullable String fingerprint) {}
