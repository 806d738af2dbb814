package dev.casestream.local.mail;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/** Mail as files, one each, named so that they sort by arrival; the envelope stands in headers of its own on top. */
public record MailStore(Path directory) {

    /** Returns once the mail is on disk for good; it is never in memory as a whole. */
    Path keep(String sender, List<String> recipients, InputStream message, long now) throws IOException {
        Files.createDirectories(directory);
        var name = "%013d-%s".formatted(now, UUID.randomUUID());
        var arriving = directory.resolve(name + ".arriving");
        try (var file = FileChannel.open(arriving, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(file));
            out.write(envelope(sender, recipients).getBytes(StandardCharsets.US_ASCII));
            message.transferTo(out);
            out.flush();
            file.force(true);
        }
        var kept = Files.move(arriving, directory.resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
        try (var folder = FileChannel.open(directory)) {
            folder.force(true);
        }
        return kept;
    }

    private static String envelope(String sender, List<String> recipients) {
        var lines = new StringBuilder("Return-Path: <").append(sender).append(">\r\n");
        recipients.forEach(
                recipient -> lines.append("Delivered-To: ").append(recipient).append("\r\n"));
        return lines.toString();
    }

    /** All mail, the oldest first. */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
        }
    }
}
