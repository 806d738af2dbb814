package dev.casestream.bench;

import dev.casestream.bench.suite.Accept;
import dev.casestream.bench.suite.Commands;
import dev.casestream.bench.suite.Consume;
import dev.casestream.bench.suite.Idle;
import dev.casestream.bench.suite.Limits;
import dev.casestream.bench.suite.MailIn;
import dev.casestream.bench.suite.Reads;
import dev.casestream.bench.suite.Rebuild;
import dev.casestream.bench.suite.RelayRate;
import dev.casestream.bench.suite.Start;
import dev.casestream.bench.suite.TicketFlow;
import dev.casestream.bench.suite.Timers;
import dev.casestream.bench.suite.Visible;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** All benchmarks, in the order in which they run. */
public final class Benchmarks {
    private static final List<Benchmark> ALL = List.of(
            new Start(),
            new Idle(),
            new Limits(),
            new TicketFlow(),
            new Visible(),
            new Accept(),
            new Commands(),
            new MailIn(),
            new RelayRate(),
            new Consume(),
            new Rebuild(),
            new Timers(),
            new Reads());

    private Benchmarks() {}

    public static List<Benchmark> all() {
        return ALL;
    }

    public static Optional<Benchmark> named(String name) {
        return ALL.stream().filter(benchmark -> benchmark.name().equals(name)).findFirst();
    }

    /** Some, with those that they need, each once, in the usual order. */
    public static List<Benchmark> closure(List<Benchmark> wanted) {
        var names = new LinkedHashSet<String>();
        wanted.forEach(benchmark -> collect(benchmark, names));
        return new ArrayList<>(ALL)
                .stream().filter(benchmark -> names.contains(benchmark.name())).toList();
    }

    private static void collect(Benchmark benchmark, LinkedHashSet<String> names) {
        if (names.add(benchmark.name())) {
            benchmark.needs().forEach(name -> collect(named(name).orElseThrow(), names));
        }
    }
}
