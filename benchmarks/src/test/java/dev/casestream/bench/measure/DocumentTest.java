package dev.casestream.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTest {
    private final Document document = new Document(
            new Machine(2, "A processor", 8_000, "Linux 6", "25", "abc123"),
            Map.of("Kafka", "4.1.1"),
            Instant.parse("2026-03-04T05:06:07.8Z"),
            Duration.ofSeconds(750));

    @TempDir
    Path directory;

    @Test
    void the_page_says_what_was_measured_on_what_and_what_is_not_met() {
        var findings = new Findings();
        findings.add("accept", Figure.of("accepted", 100, "requests/s").against(Target.P11));
        findings.add("idle", Figure.of("processor", 3, "%").against(Target.P10_IDLE));
        findings.failed("mail", "the server\nis away");

        var page = document.render(findings, Map.of("accept", "It posts."), Map.of("P11", "batches"));

        assertThat(page)
                .contains("2026-03-04T05:06:07Z, took 12 min 30 s", "2 processors (A processor), 8,000 MB", "abc123")
                .contains("- Kafka: 4.1.1", "## accept\n\nIt posts.", "| accepted |    100 | requests/s |")
                .contains("## Not measured\n\n- mail: the server is away")
                .contains("## Targets that are not met\n\n- P11, accepted: batches\n")
                .doesNotContain("P10 idle, processor");
    }

    @Test
    void a_page_is_replaced_as_a_whole_and_nothing_is_left_beside_it() throws IOException {
        var page = directory.resolve("docs/performance.md");
        Document.write(page, "first");
        Document.write(page, "second");
        assertThat(page).hasContent("second");
        assertThat(page.getParent()).isDirectoryContaining(file -> file.equals(page));
        try (var files = Files.list(page.getParent())) {
            assertThat(files).containsExactly(page);
        }
    }

    @Test
    void a_page_that_cannot_be_put_in_place_leaves_nothing_behind() throws IOException {
        var taken = directory.resolve("docs/performance.md");
        Files.createDirectories(taken.resolve("something"));
        assertThatThrownBy(() -> Document.write(taken, "text")).isInstanceOf(IOException.class);
        try (var files = Files.list(directory.resolve("docs"))) {
            assertThat(files).containsExactly(taken);
        }
    }
}
