package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Target;
import dev.casestream.bench.platform.Memory;
import java.time.Duration;

/** How long the platform takes to come up, and how big it is then. */
public final class Start implements Benchmark {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public String method() {
        return "./casestream up on empty directories, after the build: until every child is ready, then the memory of"
                + " each (pages that processes share are split between them). A child's seconds count from the start of its"
                + " process.";
    }

    @Override
    public void run(Run run) throws Exception {
        var platform = run.platform();
        run.found(Figure.of("up", platform.startSeconds(), "s").against(Target.P10_UP));
        run.found(Figure.of("memory of all processes", platform.memory(), "MB").against(Target.P10_MEMORY));
        for (var child : platform.children()) {
            var process = child.process();
            if (process != null) {
                run.found(Figure.of(
                        child.name() + " ready after",
                        Duration.between(process.startedAt(), child.since()).toMillis() / 1e3,
                        "s"));
                var memory = process.alive().map(Memory::ofTree).orElse(0L);
                run.found(Figure.of(child.name() + " memory", memory / 1048576.0, "MB"));
            }
        }
    }
}
