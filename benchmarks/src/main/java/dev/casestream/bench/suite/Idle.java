package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Target;

/** What the platform costs while nobody wants anything. */
public final class Idle implements Benchmark {
    private static final long SETTLE_MILLIS = 10_000;
    private static final long LENGTH_MILLIS = 20_000;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String method() {
        return "Processor time of all processes of the idle platform over 20 s, as a share of one core.";
    }

    @Override
    public void run(Run run) throws Exception {
        var platform = run.platform();
        Thread.sleep(SETTLE_MILLIS);
        var before = platform.cpu();
        var each = platform.cpuByChild();
        var begun = System.nanoTime();
        Thread.sleep(LENGTH_MILLIS);
        var nanos = System.nanoTime() - begun;
        run.found(Figure.of("processor", 100.0 * (platform.cpu() - before) / nanos, "% of a core")
                .against(Target.P10_IDLE));
        platform.cpuByChild()
                .forEach((child, cpu) -> run.found(
                        Figure.of(child, 100.0 * (cpu - each.getOrDefault(child, 0L)) / nanos, "% of a core")));
    }
}
