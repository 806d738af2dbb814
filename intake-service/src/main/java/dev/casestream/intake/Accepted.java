package dev.casestream.intake;

import java.util.UUID;

/** What callers are told when a request was stored; what becomes of it is in the ledger. */
public record Accepted(UUID inquiryId, String status) {
    public static final String PENDING = "pending";
}
