package dev.casestream.chassis.store;

import dev.casestream.chassis.store.ContentStore.Stored;
import dev.casestream.chassis.store.ContentStore.TooLargeException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/** A file on its way into a store: complete, on the disk, its name known. Gone when it is closed. */
record Incoming(Path file, Stored stored) implements Closeable {

    private static final int BUFFER = 64 * 1024;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    static boolean isHash(String name) {
        return HASH.matcher(name).matches();
    }

    /** @throws TooLargeException when there are more bytes than the limit; nothing is left then */
    static Incoming read(InputStream in, long limit, Path directory) throws IOException {
        Files.createDirectories(directory);
        var file = directory.resolve(UUID.randomUUID().toString());
        try {
            var digest = sha256();
            var size = write(new DigestInputStream(in, digest), file, limit);
            return new Incoming(file, new Stored(HexFormat.of().formatHex(digest.digest()), size));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
