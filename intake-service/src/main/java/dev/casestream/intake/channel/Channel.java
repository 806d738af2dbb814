package dev.casestream.intake.channel;

import dev.casestream.intake.domain.Reading;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A way by which requests come in. Found by CDI: nothing else needs to know of a new one. */
public interface Channel {

    /** As the ledger and the events name it. */
    String name();

    /** What the same thing arriving again has too; null where nothing tells. Must be cheap and never fail on content. */
    @Nullable
    String dedupeKey(Arrival arrival) throws IOException;

    /**
     * Makes sense of an original; may be asked again for the same one. Runs on a worker thread.
     *
     * @throws IOException when the original or the attachments cannot be read or written
     */
    Reading read(Arrival arrival) throws IOException;
}
