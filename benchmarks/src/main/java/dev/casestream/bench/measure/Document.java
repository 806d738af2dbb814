package dev.casestream.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The page that a whole run is written down on: all of it or the one before. */
public record Document(Machine machine, Map<String, String> versions, Instant begun, Duration took) {

    /**
     * @param methods what each benchmark does
     * @param tried by a target's id, what was done about it and what stands in the way
     */
    public String render(Findings findings, Map<String, String> methods, Map<String, String> tried) {
        var page = new StringBuilder();
        page.append("# Performance\n\nWritten by `./casestream bench`; do not edit.\n\n");
        page.append("Absolute figures drift from run to run and from machine to machine: compare within one run. ");
        page.append("Ratios are to what the same machine does without us, measured minutes apart.\n\n");
        page.append("## Machine and method\n\n");
        line(
                page,
                "begun",
                begun.truncatedTo(ChronoUnit.SECONDS) + ", took " + took.toMinutes() + " min " + took.toSecondsPart()
                        + " s");
        line(
                page,
                "machine",
                machine.processors() + " processors (" + machine.processor() + "), "
                        + Numbers.of(machine.memoryMegabytes()) + " MB, " + machine.system());
        line(page, "revision", machine.revision());
        line(page, "Java", machine.java());
        versions.forEach((name, version) -> line(page, name, version));
        page.append("""

                The whole platform runs on this machine, the load generator beside it, with everything that a real one
                has to do: PostgreSQL with fsync and synchronous commit, Kafka with acks=all, all six services. Requests
                are sent to the services' own ports with a signed token that they verify each time. Latencies come from
                an open-loop schedule: they count from when a request was due, not from when the server was ready for it.
                Throughputs come from as many connections as stated, always busy. Whatever fails ends its benchmark.

                """);
        findings.figures().forEach((benchmark, figures) -> {
            page.append("## ").append(benchmark).append("\n\n");
            page.append(methods.getOrDefault(benchmark, "")).append("\n\n");
            page.append(Table.of(figures)).append('\n');
        });
        if (!findings.failures().isEmpty()) {
            page.append("## Not measured\n\n");
            findings.failures().forEach((benchmark, why) -> line(page, benchmark, why));
            page.append('\n');
        }
        page.append(missed(findings, tried));
        return page.toString();
    }

    private static String missed(Findings findings, Map<String, String> tried) {
        var page = new StringBuilder("## Targets that are not met\n\n");
        var none = true;
        for (var figure : findings.judged()) {
            if (figure.verdict().orElseThrow() == Target.Verdict.MISSED) {
                none = false;
                var id = figure.target().orElseThrow().id();
                line(page, id + ", " + figure.what(), tried.getOrDefault(id, "nothing has been tried yet"));
            }
        }
        return none ? page.append("None.\n").toString() : page.toString();
    }

    private static void line(StringBuilder page, String name, String text) {
        page.append("- ")
                .append(name)
                .append(": ")
                .append(text.strip().replaceAll("\\s+", " "))
                .append('\n');
    }

    /** Replaces the page as a whole, so that an interrupted run leaves the former one. */
    public static void write(Path page, String text) throws IOException {
        Files.createDirectories(page.toAbsolutePath().getParent());
        var next = Files.createTempFile(page.toAbsolutePath().getParent(), ".performance", ".next");
        try {
            Files.writeString(next, text);
            Files.setPosixFilePermissions(next, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(next, page, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
