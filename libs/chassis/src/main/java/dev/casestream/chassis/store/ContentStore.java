package dev.casestream.chassis.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Files by their SHA-256, in a directory that services share: {@code <dir>/<first two digits>/<hash>}. What is returned
 * lies on the disk. Blocking: not for event loops.
 */
@ApplicationScoped
public class ContentStore {

    private static final int BUFFER = 64 * 1024;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Path directory;

    public ContentStore(
            @ConfigProperty(name = "casestream.attachments.dir", defaultValue = "attachments") Path directory) {
        this.directory = directory;
    }

    /** @param hash SHA-256, lower-case hexadecimal: the name in the store */
    public record Stored(String hash, long size) {}

    /** There was more than the caller allows. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        public TooLargeException(long limit) {
            super("more than " + limit + " bytes");
        }
    }

    /** @throws TooLargeException when there are more bytes than the limit; nothing is kept then */
    public Stored put(InputStream in, long limit) throws IOException {
        var incoming = directory.resolve("incoming");
        Files.createDirectories(incoming);
        var file = incoming.resolve(UUID.randomUUID().toString());
        try {
            var digest = sha256();
            var size = write(new DigestInputStream(in, digest), file, limit);
            var hash = HexFormat.of().formatHex(digest.digest());
            settle(file, path(hash));
            return new Stored(hash, size);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The file of a hash; empty where there is none, or where it is no hash. */
    public Optional<Path> find(String hash) {
        return HASH.matcher(hash).matches() ? Optional.of(path(hash)).filter(Files::isRegularFile) : Optional.empty();
    }

    private Path path(String hash) {
        return directory.resolve(hash.substring(0, 2)).resolve(hash).toAbsolutePath();
    }

    private static long write(InputStream in, Path file, long limit) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var out = Channels.newOutputStream(channel);
            var buffer = new byte[BUFFER];
            var size = 0L;
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > limit) {
                    throw new TooLargeException(limit);
                }
                out.write(buffer, 0, n);
            }
            channel.force(true);
            return size;
        }
    }

    /** Moves a complete file to its name and makes the name durable too. */
    private static void settle(Path file, Path target) throws IOException {
        if (Files.exists(target)) {
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
