package dev.casestream.local.command;

import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import dev.casestream.local.key.Keys;
import dev.casestream.local.supervisor.ChildSpec;
import dev.casestream.local.supervisor.LastWords;
import dev.casestream.local.supervisor.RunState;
import dev.casestream.local.supervisor.RunState.ChildState;
import dev.casestream.local.supervisor.RunState.Phase;
import dev.casestream.local.supervisor.StateFile;
import dev.casestream.local.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the platform and returns when it is ready; the supervisor goes on in the background. */
@Command(name = "up", mixinStandardHelpOptions = true, description = "Start the platform; returns when it is ready.")
final class Up implements Callable<Integer> {
    @Mixin
    private WishOptions wish = new WishOptions();

    @Option(
            names = "--attached",
            hidden = true,
            description =
                    "Do not return: the platform ends with this command, and this command with its standard input.")
    private boolean attached;

    @Override
    public Integer call() throws Exception {
        var installation = Installation.here();
        var file = new StateFile(installation.state());
        var former = file.read();
        if (former.filter(RunState::runs).isPresent()) {
            requireAsWished(installation, former.get());
            System.out.println("The platform runs already; see ./casestream status.");
            return former.get().phase() == Phase.READY ? 0 : 1;
        }
        if (former.isPresent() && Leftovers.end(former.get()) > 0) {
            System.out.println("Ended what a killed supervisor had left running.");
        }
        Files.createDirectories(installation.var().resolve("run"));
        Files.createDirectories(installation.var().resolve("log"));
        Files.createDirectories(installation.var().resolve("attachments"));
        var keys = Keys.in(installation.keys());
        Preflight.check(installation, new Topology(installation, keys, wish.read()).children());
        Files.deleteIfExists(installation.state());
        var supervisor = startSupervisor(installation);
        follow(installation, supervisor, file);
        new Welcome(installation, keys).print(wish.read());
        if (attached) {
            awaitEndOfInput();
        } else {
            supervisor.getOutputStream().write(Supervise.GO_ON);
        }
        supervisor.getOutputStream().close();
        return 0;
    }

    private static void awaitEndOfInput() throws IOException {
        System.out.flush();
        while (System.in.read() >= 0) {}
    }

    private void requireAsWished(Installation installation, RunState running) throws Exception {
        var wished = new Topology(installation, Keys.in(installation.keys()), wish.read())
                .children().stream().map(ChildSpec::name).collect(Collectors.toSet());
        var there = running.children().stream().map(ChildState::name).collect(Collectors.toSet());
        if (!wish.asArguments().isEmpty() && !wished.equals(there)) {
            throw new Complaint(
                    "The platform runs already, and not as asked: nothing was changed.",
                    "Stop it with ./casestream down first; customers and agents also come by ./casestream demo.");
        }
    }

    private Process startSupervisor(Installation installation) throws IOException {
        var log = installation.log("supervisor").toFile();
        var command = new ArrayList<>(detached());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dcasestream.home=" + installation.home(),
                "-cp",
                System.getProperty("java.class.path"),
                Casestream.class.getName(),
                "supervise"));
        command.addAll(wish.asArguments());
        return new ProcessBuilder(command)
                .directory(installation.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /** A session of its own, so that closing the terminal or Ctrl-C does not reach the platform. */
    private static List<String> detached() {
        return List.of("/usr/bin/setsid", "/bin/setsid").stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .map(List::of)
                .orElse(List.of("nohup"));
    }

    private static void follow(Installation installation, Process supervisor, StateFile file) throws Exception {
        var progress = new Progress(System.out);
        while (true) {
            var state = file.read().filter(RunState::runs);
            state.ifPresent(progress::show);
            if (state.filter(now -> now.phase() == Phase.READY).isPresent()) {
                return;
            }
            if (!supervisor.isAlive()) {
                throw new Complaint(
                        file.read()
                                .flatMap(last -> Optional.ofNullable(last.problem()))
                                .or(() -> LastWords.of(installation.log("supervisor")))
                                .orElse("The supervisor ended before the platform was ready."),
                        "The logs are in " + installation.var().resolve("log") + "; nothing was left running.");
            }
            Thread.sleep(100);
        }
    }
}
