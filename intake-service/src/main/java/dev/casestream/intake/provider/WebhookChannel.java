package dev.casestream.intake.provider;

import dev.casestream.intake.domain.Part;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A channel whose provider calls us. Found by CDI: a new one is such a class, its test and a sample, nothing else. */
public interface WebhookChannel {

    /** As in the path, the ledger and the events. */
    String name();

    /** Headers that are kept with the original, because {@link #parts} needs them. In lower case. */
    default Set<String> headers() {
        return Set.of();
    }

    /** What to answer when the provider checks our address; empty when it was not the provider who asks. */
    default Optional<String> handshake(Account account, Map<String, String> query) {
        return Optional.empty();
    }

    /** Whether the provider sent this, judged by the raw bytes before anything reads them. */
    boolean isGenuine(Account account, Delivery delivery, Instant now);

    /**
     * What a genuine delivery tells, in its order; the same each time.
     *
     * @throws UnreadableException when it does not have the provider's form
     */
    List<Part> parts(Delivery delivery) throws UnreadableException;
}
