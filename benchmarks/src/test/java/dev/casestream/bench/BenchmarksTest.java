package dev.casestream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarksTest {
    @Test
    void every_benchmark_of_the_folder_can_be_named() throws IOException {
        try (var files = Files.list(Path.of("src/main/java/dev/casestream/bench/suite"))) {
            var classes = files.map(Path::toFile)
                    .filter(file -> isBenchmark(file.toPath()))
                    .map(file -> file.getName().replace(".java", ""));
            assertThat(classes)
                    .containsExactlyInAnyOrderElementsOf(Benchmarks.all().stream()
                            .map(benchmark -> benchmark.getClass().getSimpleName())
                            .toList());
        }
    }

    private static boolean isBenchmark(Path file) {
        try {
            return Files.readString(file).contains("implements Benchmark");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void what_a_benchmark_needs_runs_before_it() {
        var accept = Benchmarks.named("accept").orElseThrow();
        assertThat(Benchmarks.closure(List.of(accept)))
                .extracting(Benchmark::name)
                .containsExactly("limits", "accept");
        for (var benchmark : Benchmarks.all()) {
            var order = Benchmarks.all().indexOf(benchmark);
            assertThat(benchmark.needs())
                    .allSatisfy(needed -> assertThat(Benchmarks.all()
                                    .indexOf(Benchmarks.named(needed).orElseThrow()))
                            .isLessThan(order));
        }
    }

    @Test
    void every_target_has_words_for_the_day_that_it_is_missed() throws IOException {
        assertThat(Tried.read().keySet())
                .isSubsetOf(java.util.Arrays.stream(dev.casestream.bench.measure.Target.values())
                        .map(dev.casestream.bench.measure.Target::id)
                        .toList());
    }
}
