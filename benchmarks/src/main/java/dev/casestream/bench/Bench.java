package dev.casestream.bench;

import dev.casestream.bench.load.Load;
import dev.casestream.bench.measure.Document;
import dev.casestream.bench.measure.Findings;
import dev.casestream.bench.measure.Machine;
import dev.casestream.bench.measure.Table;
import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** ./casestream bench: measures all of it and writes docs/performance.md, or measures what is named and prints it. */
@Command(
        name = "bench",
        description =
                "Measures the platform against the limits of this machine. Without names: all of it, in 15 minutes, "
                        + "written to docs/performance.md.",
        mixinStandardHelpOptions = true,
        subcommands = Soak.class)
public final class Bench implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "0..*", description = "What to measure; see --list.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "Say what can be measured.")
    private boolean list;

    @Option(
            names = "--quick",
            description = "A tenth of the length: shows that it works, says little, and writes nothing down.")
    private boolean quick;

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure))
                .execute(arguments));
    }

    private static int explain(Exception failure) {
        if (failure instanceof Complaint complaint) {
            System.err.println(complaint.sentence() + "\n" + complaint.wayOut());
        } else {
            failure.printStackTrace();
        }
        return 1;
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            Benchmarks.all().forEach(one -> System.out.printf("%-9s %s%n", one.name(), one.method()));
            return 0;
        }
        var wanted = names.isEmpty()
                ? Benchmarks.all()
                : Benchmarks.closure(names.stream().map(Bench::named).toList());
        var usual = Installation.here();
        Needs.check(usual);
        var begun = Instant.now();
        var findings = new Findings();
        try (var run = new Run(usual, findings, load(), quick ? 0.1 : 1)) {
            wanted.forEach(benchmark -> measure(benchmark, run));
        }
        findings.figures().forEach((name, figures) -> System.out.println("\n" + name + "\n" + Table.of(figures)));
        findings.failures().forEach((name, why) -> System.out.println("NOT MEASURED: " + name + ": " + why));
        if (names.isEmpty() && !quick) {
            write(usual, findings, begun);
        }
        return findings.failures().isEmpty() ? 0 : 1;
    }

    static Load load() {
        return new Load(Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1)));
    }

    private static Benchmark named(String name) {
        return Benchmarks.named(name)
                .orElseThrow(() -> new Complaint(
                        "There is no benchmark \"" + name + "\".",
                        "Choose of "
                                + Benchmarks.all().stream().map(Benchmark::name).collect(Collectors.joining(", "))
                                + ", soak."));
    }

    private static void measure(Benchmark benchmark, Run run) {
        var begun = Instant.now();
        System.out.println("  " + benchmark.name());
        run.enter(benchmark.name());
        try {
            benchmark.run(run);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (Complaint e) {
            throw e;
        } catch (Exception e) {
            System.out.println("    failed: " + e);
            run.findings().failed(benchmark.name(), String.valueOf(e.getMessage()));
        }
        System.out.printf("    (%d s)%n", Duration.between(begun, Instant.now()).toSeconds());
    }

    private static void write(Installation usual, Findings findings, Instant begun) throws Exception {
        var methods = new TreeMap<String, String>();
        Benchmarks.all().forEach(one -> methods.put(one.name(), one.method()));
        var document = new Document(
                Machine.here(usual.home()), Versions.known(), begun, Duration.between(begun, Instant.now()));
        var page = usual.home().resolve("docs/performance.md");
        Document.write(page, document.render(findings, methods, Tried.read()));
        System.out.println("Written to " + usual.home().relativize(page) + ".");
    }
}
