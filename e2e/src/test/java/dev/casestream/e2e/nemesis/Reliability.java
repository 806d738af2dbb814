package dev.casestream.e2e.nemesis;

import dev.casestream.e2e.nemesis.Nemesis.Report;
import dev.casestream.e2e.nemesis.Nemesis.Struck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** The page that a run of the nemesis leaves behind. */
record Reliability(Report report) {

    void write(Path page) throws IOException {
        var beside = page.resolveSibling(page.getFileName() + ".new");
        Files.writeString(beside, text());
        Files.move(beside, page, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    String text() {
        var text = new StringBuilder("""
                # What faults do to the platform

                Written by `./casestream test --nemesis`; do not edit. The real processes of one machine, under a steady
                load of new requests and agents' answers, while one fault after another happens; every operation is
                recorded, and when all has come to rest a checker holds the record against tickets, topics and mail.

                """);
        text.append("Run of %s, seed %d, on %d processors (%s %s).%n%n"
                .formatted(
                        report.begun().truncatedTo(ChronoUnit.MINUTES),
                        report.seed(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version")));
        text.append("## What came of it\n\n| figure | count |\n|---|---|\n");
        report.verdict()
                .figures()
                .forEach((figure, count) -> text.append("| ")
                        .append(figure)
                        .append(" | ")
                        .append(count)
                        .append(" |\n"));
        text.append("| resident memory at most, in MB | ")
                .append(report.struck().stream()
                        .mapToLong(Struck::megabytes)
                        .max()
                        .orElse(0))
                .append(" |\n");
        text.append("\nEverything was done ").append(report.rest()).append(" s after the load had ended.\n");
        if (report.verdict().figure("lost") == 0) {
            text.append("None lost of so many accepted: with 95 % confidence, fewer than one in ")
                    .append(report.verdict().figure("accepted") / 3)
                    .append(" is.\n");
        }
        if (!report.verdict().findings().isEmpty()) {
            text.append("\n**Wrong:**\n\n");
            report.verdict().findings().stream()
                    .limit(50)
                    .forEach(finding -> text.append("- ").append(finding).append('\n'));
        }
        text.append(
                        "\n## Faults\n\nRecovery is from the end of the fault, for a kill from the kill's restart, until a new")
                .append(" request is a ticket again.\n\n| fault | lasted | recovery | memory |\n|---|---|---|---|\n");
        report.struck()
                .forEach(one -> text.append("| %s | %s s | %s s | %d MB |%n"
                        .formatted(one.fault(), seconds(one.lasted()), seconds(one.recovery()), one.megabytes())));
        overload(text);
        text.append("""

                ## What this cannot show

                kill -9 leaves what the operating system has buffered: it is not a power cut. There is one broker, so no other can
                take over. All databases share the machine's one clock.
                """);
        if (!report.notRun().isEmpty()) {
            text.append("\n## Not run\n\n");
            report.notRun()
                    .forEach((fault, why) -> text.append("- ")
                            .append(fault)
                            .append(": ")
                            .append(why)
                            .append('\n'));
        }
        return text.toString();
    }

    private void overload(StringBuilder text) {
        if (report.surges().isEmpty()) {
            return;
        }
        text.append("""

                ## Overload

                Capacity is what is accepted when 48 clients ask as fast as they are answered, the surge comes whether it is
                answered or not, and its generator shares the machine with the platform. Refused is with 429 or 503 and a
                Retry-After; the backlog of tickets is drained in the recovery time above.

                | times | capacity/s | offered/s | accepted/s | kept | refused | failed | not answered | slowest accepted |
                |---|---|---|---|---|---|---|---|---|
                """);
        report.surges()
                .forEach(surge -> text.append("| %d | %.0f | %.0f | %.0f | %.0f %% | %d | %d | %d | %s s |%n"
                        .formatted(
                                surge.times(),
                                surge.capacity(),
                                surge.offered(),
                                surge.accepted(),
                                100 * surge.accepted() / surge.capacity(),
                                surge.refused(),
                                surge.failed(),
                                surge.silent(),
                                seconds(surge.slowest()))));
    }

    private static String seconds(Duration time) {
        return "%.1f".formatted(time.toMillis() / 1e3);
    }
}
