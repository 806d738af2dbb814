package dev.casestream.local.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The line of a log that says best why its process died. */
public final class LastWords {
    private static final int TAIL = 64 << 10;
    private static final Pattern TELLING = Pattern.compile(
            "No space left on device|Address already in use|Permission denied|OutOfMemory|Caused by:|FATAL|ERROR|Exception|Error:",
            Pattern.CASE_INSENSITIVE);

    private LastWords() {}

    public static Optional<String> of(Path log) {
        var lines = tail(log).stream().filter(line -> !line.isBlank()).toList();
        return lines.reversed().stream()
                .filter(line -> TELLING.matcher(line).find() && !line.startsWith("\tat "))
                .findFirst()
                .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()))
                .map(String::strip)
                .map(line -> line.substring(0, Math.min(400, line.length())));
    }

    /** The lines in the last stretch of a file. */
    public static List<String> tail(Path log) {
        try (var file = Files.newByteChannel(log)) {
            file.position(Math.max(0, file.size() - TAIL));
            var bytes = java.nio.channels.Channels.newInputStream(file).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
