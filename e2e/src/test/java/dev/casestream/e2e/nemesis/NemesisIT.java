package dev.casestream.e2e.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A few faults in two minutes, on the platform that the other tests have used before; what {@code KillAnythingIT} kills
 * is not killed again. All of them happen in {@link NemesisRun}.
 */
class NemesisIT {

    private static final long SEED = Long.getLong("casestream.nemesis.seed", 20_261_122);

    @Test
    void some_faults_lose_double_and_reorder_nothing() throws Exception {
        var report = new Nemesis(SEED).run(null, List.of());
        System.out.println(new Reliability(report).text());
        assertThat(report.verdict().findings()).as("seed %d", SEED).isEmpty();
        for (var figure : List.of("accepted", "timers", "published twice", "poisonings", "proposals", "fact cells")) {
            assertThat(report.verdict().figure(figure)).as(figure).isPositive();
        }
    }
}
