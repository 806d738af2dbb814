package dev.casestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever has once read a golden can rely on it: {@code sha256sum -c goldens.sha256} holds for ever. */
class GoldensAreAppendOnlyTest {

    private static final Path LIST = Goldens.EVENTS.resolve("goldens.sha256");

    @Test
    void no_golden_is_changed_or_removed() {
        var found = hashes();
        assertThat(recorded())
                .allSatisfy((file, hash) -> assertThat(found.get(file))
                        .as("""
                                events/%s was %s, but goldens are append-only: somebody reads what it says.
                                Restore it (git checkout). For a new optional field add a further golden, as %s;
                                a change that breaks readers is a new record, with V2 at the end of its name.
                                Only what nobody can have read yet is corrected: remove its line in goldens.sha256 and regenerate.\
                                """, file, found.containsKey(file) ? "changed" : "removed", further(file))
                        .isEqualTo(hash));
    }

    @Test
    void every_golden_is_recorded() throws IOException {
        var list = new TreeMap<>(hashes());
        list.putAll(recorded());
        Regenerated.compare(
                LIST,
                list.entrySet().stream()
                        .map(golden -> golden.getValue() + "  " + golden.getKey() + "\n")
                        .collect(Collectors.joining()));
    }

    private static Map<String, String> recorded() {
        return Files.exists(LIST)
                ? Goldens.text(LIST)
                        .lines()
                        .collect(Collectors.toMap(line -> line.substring(66), line -> line.substring(0, 64)))
                : Map.of();
    }

    private static Map<String, String> hashes() {
        var hashes = new LinkedHashMap<String, String>();
        Goldens.files().forEach(file -> hashes.put(file.getFileName().toString(), sha256(file)));
        return hashes;
    }

    private static String sha256(Path file) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String further(String file) {
        return Goldens.nameOf(Path.of(file)) + ".with-<field>.json";
    }
}
