package dev.casestream.chassis.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/** In a directory, as {@code <dir>/<first two digits>/<hash>}. */
public final class DirectoryStore implements ContentStore {

    private final Path directory;

    public DirectoryStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public Stored put(InputStream in, long limit) throws IOException {
        try (var incoming = Incoming.read(in, limit, directory.resolve("incoming"))) {
            settle(incoming.file(), path(incoming.stored().hash()));
            return incoming.stored();
        }
    }

    @Override
    public Optional<StoredFile> find(String hash) {
        return Incoming.isHash(hash)
                ? Optional.of(path(hash)).filter(Files::isRegularFile).map(file -> new StoredFile(file, false))
                : Optional.empty();
    }

    @Override
    public boolean forget(String hash, Instant unlessPutSince) throws IOException {
        if (!Incoming.isHash(hash)) {
            return true;
        }
        var file = path(hash);
        try {
            if (Files.getLastModifiedTime(file).toInstant().isAfter(unlessPutSince)) {
                return false;
            }
            Files.deleteIfExists(file);
        } catch (NoSuchFileException e) {
            return true;
        }
        return true;
    }

    private Path path(String hash) {
        return directory.resolve(hash.substring(0, 2)).resolve(hash).toAbsolutePath();
    }

    /** Moves a complete file to its name and makes the name durable too; one that lies there already counts as put now. */
    private static void settle(Path file, Path target) throws IOException {
        if (isPutAgain(target)) {
            return;
        }
        var folder = target.getParent();
        Files.createDirectories(folder);
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            return;
        }
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static boolean isPutAgain(Path target) throws IOException {
        try {
            Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
