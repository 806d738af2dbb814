package dev.casestream.e2e.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to the processes, nothing is lost, doubled or reordered. Not one of the usual tests, for its length:
 * {@code ./casestream test --nemesis} gives it minutes and writes docs/reliability.md; without them, a few faults happen.
 */
class NemesisRun {

    private static final long SEED = Long.getLong("casestream.nemesis.seed", 20_261_122);
    private static final Integer MINUTES = Integer.getInteger("casestream.nemesis.minutes");

    @Test
    void nothing_is_lost_doubled_or_reordered_and_no_timer_is_missed() throws Exception {
        var report = new Nemesis(SEED).run(MINUTES == null ? null : Duration.ofMinutes(MINUTES));
        System.out.println(new Reliability(report).text());
        if (MINUTES != null) {
            new Reliability(report).write(Path.of("../docs/reliability.md"));
        }
        assertThat(report.verdict().findings()).as("seed %d", SEED).isEmpty();
        assertThat(report.verdict().figure("accepted")).as("requests").isPositive();
        assertThat(report.verdict().figure("timers")).as("timers").isPositive();
        assertThat(report.verdict().figure("published twice")).as("duplicates").isPositive();
    }
}
