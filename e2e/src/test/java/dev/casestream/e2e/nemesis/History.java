package dev.casestream.e2e.nemesis;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Every operation as a line of JSON, written when its outcome is known. */
final class History {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Path file;

    private History(Path file) {
        this.file = file;
    }

    static History anew(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        return new History(file);
    }

    synchronized void add(Operation operation) {
        try {
            Files.writeString(
                    file,
                    JSON.writeValueAsString(operation) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized List<Operation> read() throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.map(History::operation).toList();
        }
    }

    private static Operation operation(String line) {
        try {
            return JSON.readValue(line, Operation.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
