package dev.casestream.intake.store;

import dev.casestream.chassis.store.ContentStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;

/** Keeps what arrives before anybody looks at it: small ones go into the database's row, large ones into the store. */
@ApplicationScoped
public class Originals {

    private static final int INLINE = 128 * 1024;

    private final ContentStore store;

    public Originals(ContentStore store) {
        this.store = store;
    }

    /** @throws ContentStore.TooLargeException when there are more bytes than the limit */
    public Original keep(InputStream in, long limit) throws IOException {
        var head = in.readNBytes((int) Math.min(INLINE, limit) + 1);
        if (head.length > limit) {
            throw new ContentStore.TooLargeException(limit);
        }
        if (head.length <= INLINE) {
            return new Original(Sha256.of(head), head.length, head);
        }
        var stored = store.put(new SequenceInputStream(new ByteArrayInputStream(head), in), limit);
        return new Original(stored.hash(), stored.size(), null);
    }

    /** @throws NoSuchFileException when a large one is no longer there */
    public InputStream open(Original original) throws IOException {
        return original.inline() == null
                ? store.find(original.hash())
                        .orElseThrow(() -> new NoSuchFileException(original.hash()))
                        .open()
                : new ByteArrayInputStream(original.inline());
    }
}
