package dev.casestream.local.command;

import dev.casestream.local.supervisor.RunState;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Children whose supervisor was killed: found by their recorded pid and start time, and ended. */
final class Leftovers {
    private Leftovers() {}

    static List<ProcessHandle> of(RunState state) {
        return state.children().stream()
                .map(RunState.ChildState::process)
                .filter(Objects::nonNull)
                .flatMap(process -> process.alive().stream())
                .toList();
    }

    /** Ends them, with their descendants, gently first. */
    static int end(RunState state) throws Exception {
        var left = of(state);
        var all = left.stream()
                .flatMap(process ->
                        java.util.stream.Stream.concat(java.util.stream.Stream.of(process), process.descendants()))
                .toList();
        left.forEach(ProcessHandle::destroy);
        try {
            CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .get(15, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            all.forEach(ProcessHandle::destroyForcibly);
        }
        return left.size();
    }
}
