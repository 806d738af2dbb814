package dev.casestream.local.command;

import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import dev.casestream.local.demo.Bustle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets customers ask and agents answer until it is stopped. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "A stream of inquiries in five languages, with replies; Ctrl-C ends it.")
final class Demo implements Callable<Integer> {
    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Inquiries a second, 0.5 for one every two seconds (${DEFAULT-VALUE}).")
    private double rate = 1;

    @Option(names = "--for", paramLabel = "SECONDS", description = "End by itself after so long.")
    private Optional<Long> seconds = Optional.empty();

    @Override
    public Integer call() throws Exception {
        if (!(rate > 0 && rate <= 200)) {
            throw new Complaint("--rate " + rate + " is not possible.", "Give a number above 0 and up to 200.");
        }
        var installation = Installation.here();
        if (!Down.isRunning(installation)) {
            throw new Complaint("The platform does not run.", "Start it with ./casestream up.");
        }
        return Bustle.of(installation, rate)
                .run(seconds.map(Duration::ofSeconds).orElse(Duration.ofDays(3650)));
    }
}
