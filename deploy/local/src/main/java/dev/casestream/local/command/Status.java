package dev.casestream.local.command;

import dev.casestream.local.Installation;
import dev.casestream.local.supervisor.RunState;
import dev.casestream.local.supervisor.RunState.ChildState;
import dev.casestream.local.supervisor.RunState.Phase;
import dev.casestream.local.supervisor.StateFile;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what runs, since when, and what had to be started again. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Say what runs; exit status 0 only when all of it is ready.")
final class Status implements Callable<Integer> {
    @Option(names = "--json", description = "For scripts.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        var state = new StateFile(Installation.here().state()).read();
        var runs = state.filter(RunState::runs).isPresent();
        var ready = runs && state.get().phase() == Phase.READY && allReady(state.get());
        if (json) {
            System.out.println(StateFile.JSON.writeValueAsString(Map.of(
                    "running",
                    runs,
                    "ready",
                    ready,
                    "state",
                    state.<Object>map(s -> s).orElse(Map.of()))));
        } else {
            print(state, runs);
        }
        return ready ? 0 : 1;
    }

    private static boolean allReady(RunState state) {
        return state.children().stream().allMatch(child -> child.status() == RunState.Status.READY);
    }

    private static void print(Optional<RunState> state, boolean runs) {
        if (state.isEmpty()) {
            System.out.println("Nothing runs. Start it with ./casestream up.");
            return;
        }
        if (!runs) {
            var left = Leftovers.of(state.get()).size();
            System.out.println(
                    left == 0
                            ? "Nothing runs. Start it with ./casestream up."
                            : "The supervisor was killed and " + left + " children run without it: "
                                    + "./casestream up starts all anew, ./casestream down ends them.");
            return;
        }
        System.out.printf(
                "%-22s %-11s %-10s %9s %8s %8s  %s%n", "", "status", "for", "memory", "process", "restarts", "ports");
        for (var child : state.get().children()) {
            var memory = child.process() == null ? 0 : Memory.ofTree(child.process());
            line(child, memory);
        }
        var total = Memory.ofTree(state.get().supervisor());
        System.out.printf(
                "%s, supervised by process %d; %d MB together%n",
                state.get().phase() == Phase.READY && !allReady(state.get())
                        ? "NOT ALL READY"
                        : state.get().phase(),
                state.get().supervisor().pid(),
                total >> 20);
        if (state.get().problem() != null) {
            System.out.println(state.get().problem());
        }
    }

    private static void line(ChildState child, long memory) {
        var since = Duration.between(child.since(), Instant.now()).truncatedTo(ChronoUnit.SECONDS);
        System.out.printf(
                "%-22s %-11s %-10s %6d MB %8s %8d  %s%s%n",
                child.name(),
                child.status(),
                since.toString().substring(2).toLowerCase(java.util.Locale.ROOT),
                memory >> 20,
                child.process() == null ? "-" : child.process().pid(),
                child.restarts(),
                child.ports().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                child.note() == null ? "" : "  last time it " + child.note());
    }
}
