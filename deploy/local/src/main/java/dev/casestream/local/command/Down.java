package dev.casestream.local.command;

import dev.casestream.local.Installation;
import dev.casestream.local.supervisor.RunState;
import dev.casestream.local.supervisor.StateFile;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** Stops the platform; what it knows stays on disk. */
@Command(name = "down", mixinStandardHelpOptions = true, description = "Stop the platform; its data stay.")
final class Down implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 75;

    @Override
    public Integer call() throws Exception {
        System.out.println(stop(Installation.here()) ? "Stopped." : "Nothing runs.");
        return 0;
    }

    /** True when something was running. */
    static boolean stop(Installation installation) throws Exception {
        var state = new StateFile(installation.state()).read();
        if (state.isEmpty()) {
            return false;
        }
        var supervisor = state.get().supervisor().alive();
        if (supervisor.isPresent()) {
            supervisor.get().destroy();
            try {
                supervisor.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                supervisor.get().destroyForcibly();
            }
        }
        var last = new StateFile(installation.state()).read();
        var left = last.isPresent() ? Leftovers.end(last.get()) : 0;
        return supervisor.isPresent() || left > 0;
    }

    static boolean isRunning(Installation installation) {
        return new StateFile(installation.state()).read().filter(RunState::runs).isPresent();
    }
}
