package dev.casestream.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordsTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void the_cause_is_preferred_to_what_was_said_after_it() throws Exception {
        var log = directory.resolve("a.log");
        Files.writeString(log, """
                starting
                java.io.IOException: No space left on device
                \tat java.base/sun.nio.ch.FileDispatcherImpl.write0(Native Method)
                bye
                """);
        assertThat(LastWords.of(log)).contains("java.io.IOException: No space left on device");
    }

    @Test
    void without_a_cause_the_last_line_stands() throws Exception {
        var log = Files.writeString(directory.resolve("b.log"), "starting\nstopping\n\n");
        assertThat(LastWords.of(log)).contains("stopping");
    }

    @Test
    void nothing_is_made_of_a_log_that_is_not_there() {
        assertThat(LastWords.of(directory.resolve("none.log"))).isEmpty();
    }
}
