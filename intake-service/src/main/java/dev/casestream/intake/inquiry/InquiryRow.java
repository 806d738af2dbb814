package dev.casestream.intake.inquiry;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What of a ledger entry people decide on. */
@Entity
@Table(name = "inquiry")
class InquiryRow {

    @Id
    UUID id;

    String outcome = "";

    @Nullable
    String reason;

    boolean released;

    int readAttempts;

    @Nullable
    Instant readAfter;

    @Nullable
    Instant erasedAt;

    /** Lets it through; reading begins anew. */
    void release(Instant now) {
        outcome = "pending";
        reason = null;
        released = true;
        readAttempts = 0;
        readAfter = now;
    }

    /** Reads it once more, if nothing has come of it. */
    void readAgain(Instant now) {
        if (outcome.equals("quarantined") || outcome.equals("rejected")) {
            outcome = "pending";
            reason = null;
            readAttempts = 0;
            readAfter = now;
        }
    }

    void reject() {
        outcome = "rejected";
    }
}
