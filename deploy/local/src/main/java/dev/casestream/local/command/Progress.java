package dev.casestream.local.command;

import dev.casestream.local.supervisor.RunState;
import dev.casestream.local.supervisor.RunState.Status;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Prints what has changed since the last look, a line each with the time since the start. */
final class Progress {
    private final PrintStream out;
    private final Map<String, Status> seen = new HashMap<>();

    Progress(PrintStream out) {
        this.out = out;
    }

    void show(RunState state) {
        for (var child : state.children()) {
            if (child.status() != Status.WAITING && seen.put(child.name(), child.status()) != child.status()) {
                line(state.startedAt(), child);
            }
        }
    }

    private void line(Instant start, RunState.ChildState child) {
        var seconds = Duration.between(start, child.since()).toMillis() / 1000.0;
        var words = switch (child.status()) {
            case WAITING, STARTING -> "starting";
            case READY ->
                child.ports().stream()
                        .map(String::valueOf)
                        .reduce((one, next) -> one + ", " + next)
                        .map(ports -> "ready on " + ports)
                        .orElse("ready");
            case UNREADY -> "not ready";
            case RESTARTING -> child.note() + "; starting again";
            case STOPPED -> "stopped";
        };
        out.printf("%6.1f s  %-22s %s%n", seconds, child.name(), words);
    }
}
