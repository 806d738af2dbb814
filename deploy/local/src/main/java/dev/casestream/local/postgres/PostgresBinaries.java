package dev.casestream.local.postgres;

import dev.casestream.local.Complaint;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks the server that the Maven artefact of this platform brings. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** Leaves a complete directory or none: unpacked beside and moved into place. */
    static void unpack(Path target) throws IOException {
        if (Files.isDirectory(target)) {
            return;
        }
        Files.createDirectories(target.getParent());
        var beside = Files.createTempDirectory(target.getParent(), "unpacking");
        try (var packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux", System.getProperty("os.arch"))) {
            if (packed == null) {
                throw new Complaint(
                        "There are no PostgreSQL binaries for " + System.getProperty("os.name") + " on "
                                + System.getProperty("os.arch") + ".",
                        "Linux and macOS on x86-64 and ARM64 are supported.");
            }
            var tar = new TarArchiveInputStream(new XZCompressorInputStream(packed));
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                place(entry, tar, beside);
            }
        }
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void place(TarArchiveEntry entry, TarArchiveInputStream tar, Path root) throws IOException {
        var file = root.resolve(entry.getName()).normalize();
        if (!file.startsWith(root)) {
            throw new IOException("An entry leaves the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString((entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x"));
        }
    }
}
