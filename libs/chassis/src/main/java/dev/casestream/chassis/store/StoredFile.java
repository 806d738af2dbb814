package dev.casestream.chassis.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of a store, at hand until it is closed.
 *
 * @param lent whether it is a copy that goes when it is closed
 */
public record StoredFile(Path file, boolean lent) implements Closeable {

    /** Its bytes; closing the stream closes the content. */
    public InputStream open() throws IOException {
        return Files.newInputStream(
                file, lent ? new OpenOption[] {StandardOpenOption.DELETE_ON_CLOSE} : new OpenOption[0]);
    }

    @Override
    public void close() throws IOException {
        if (lent) {
            Files.deleteIfExists(file);
        }
    }
}
