package dev.casestream.chassis.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * Files by their SHA-256, in one place that services share: a directory or, where a bucket is configured, S3. What was
 * put is durable when it returns. Blocking: not for event loops.
 */
public interface ContentStore {

    /** @param hash SHA-256, lower-case hexadecimal: the name in the store */
    record Stored(String hash, long size) {}

    /** There was more than the caller allows. */
    final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        public TooLargeException(long limit) {
            super("more than " + limit + " bytes");
        }
    }

    /** @throws TooLargeException when there are more bytes than the limit; nothing is kept then */
    Stored put(InputStream in, long limit) throws IOException;

    /** The file of a hash; empty where there is none, or where it is no hash. */
    Optional<StoredFile> find(String hash) throws IOException;

    /**
     * Removes a file, unless somebody has put the same since then and may be about to refer to it.
     *
     * @return whether it is gone
     */
    boolean forget(String hash, Instant unlessPutSince) throws IOException;
}
