package dev.casestream.e2e.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to the processes, nothing is lost, doubled or reordered. Not one of the usual tests, for its length:
 * {@code ./casestream test --nemesis} gives it minutes. With every fault allowed, it writes docs/reliability.md.
 */
class NemesisRun {

    private static final long SEED = Long.getLong("casestream.nemesis.seed", 20_261_122);
    private static final int MINUTES = Integer.getInteger("casestream.nemesis.minutes", 20);
    private static final List<String> FAULTS = Stream.of(
                    System.getProperty("casestream.nemesis.faults", "").split(","))
            .filter(part -> !part.isBlank())
            .toList();

    @Test
    void nothing_is_lost_doubled_or_reordered_and_no_timer_is_missed() throws Exception {
        var report = new Nemesis(SEED).run(Duration.ofMinutes(MINUTES), FAULTS);
        System.out.println(new Reliability(report).text());
        if (FAULTS.isEmpty()) {
            new Reliability(report).write(Path.of("../docs/reliability.md"));
        }
        assertThat(report.verdict().findings()).as("seed %d", SEED).isEmpty();
        assertThat(report.verdict().figure("accepted")).as("requests").isPositive();
        assertThat(report.verdict().figure("timers")).as("timers").isPositive();
        if (FAULTS.isEmpty()) {
            assertThat(report.verdict().figure("published twice"))
                    .as("duplicates")
                    .isPositive();
        }
    }
}
