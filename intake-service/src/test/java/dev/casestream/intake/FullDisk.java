package dev.casestream.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A store that nothing can be written to: where files come in there is no directory any more. */
record FullDisk(Path incoming, Path aside) implements AutoCloseable {

    static FullDisk of(Path store) throws IOException {
        var incoming = Files.createDirectories(store.resolve("incoming"));
        var aside = store.resolve("incoming-aside");
        Files.move(incoming, aside);
        Files.createFile(incoming);
        return new FullDisk(incoming, aside);
    }

    @Override
    public void close() throws IOException {
        Files.delete(incoming);
        Files.move(aside, incoming);
    }
}
