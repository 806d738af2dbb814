package dev.casestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a committed file with what generates it; with {@code -Dcasestream.regenerate=true} rewrites it. */
final class Regenerated {

    private Regenerated() {}

    static void compare(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("casestream.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertThat(file).as("""
                        %s is generated and not what it should be. If the change is meant, rewrite and commit it:
                        ./mvnw test -pl libs/contracts -Dcasestream.regenerate=true\
                        """, file).exists().content().isEqualTo(generated);
    }
}
