package dev.casestream.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/** What was done about targets, by their id; kept by hand in {@code tried.yaml}. */
final class Tried {
    private Tried() {}

    static Map<String, String> read() throws IOException {
        try (var yaml = Objects.requireNonNull(Tried.class.getResourceAsStream("/tried.yaml"))) {
            return new YAMLMapper().readValue(yaml, new TypeReference<>() {});
        }
    }
}
