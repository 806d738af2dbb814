package dev.casestream.intake.store;

import dev.casestream.chassis.store.ContentStore;
import org.jspecify.annotations.Nullable;

/**
 * What arrived, byte by byte.
 *
 * @param inline the bytes of a small one; null when they lie in the {@link ContentStore} under their hash
 */
public record Original(String hash, long size, byte @Nullable [] inline) {

    /** Whether there was one, of somebody who was erased. */
    public boolean isErased() {
        return hash.isEmpty();
    }
}
