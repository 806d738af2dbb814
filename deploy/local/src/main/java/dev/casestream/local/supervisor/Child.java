package dev.casestream.local.supervisor;

import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import dev.casestream.local.supervisor.RunState.ChildState;
import dev.casestream.local.supervisor.RunState.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process kept alive: started, watched, and started again with back-off when it dies. */
final class Child {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration STEADY = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final long LOG_LIMIT = 20L << 20;

    private final ChildSpec spec;
    private final Path log;
    private final Path directory;
    private final Runnable changed;
    private volatile ChildState state;
    private volatile @Nullable Process process;
    private volatile boolean stopping;
    private volatile int failuresInARow;
    private List<ProcessId> offspring = List.of();

    Child(ChildSpec spec, Installation installation, Runnable changed) {
        this.spec = spec;
        this.log = installation.log(spec.name());
        this.directory = installation.home();
        this.changed = changed;
        this.state = new ChildState(spec.name(), Status.WAITING, Instant.now(), null, spec.ports(), 0, null);
    }

    ChildSpec spec() {
        return spec;
    }

    ChildState state() {
        return state;
    }

    /** Deaths since it was last ready. */
    int failuresInARow() {
        return failuresInARow;
    }

    /** Runs until stopped; {@code starting} is held from the start of a process until it is ready. */
    void run(Semaphore starting) throws InterruptedException {
        while (!stopping) {
            var begun = Instant.now();
            var end = liveOnce(starting);
            if (stopping) {
                break;
            }
            if (Duration.between(begun, Instant.now()).compareTo(STEADY) > 0) {
                failuresInARow = 0;
            }
            var pause = Duration.ofMillis(Math.min(30_000, 500L << Math.min(failuresInARow, 6)));
            failuresInARow++;
            System.out.printf(
                    "%s %s %s; starting again in %s s%n", Instant.now(), spec.name(), end, pause.toMillis() / 1000.0);
            become(Status.RESTARTING, end, true);
            Thread.sleep(pause);
        }
        become(Status.STOPPED, null, false);
    }

    private String liveOnce(Semaphore starting) throws InterruptedException {
        starting.acquire();
        try {
            if (stopping) {
                return "stopped";
            }
            become(Status.STARTING, null, false);
            spec.preparation().prepare(offspring);
            start();
            if (!awaitReady()) {
                return ending();
            }
        } catch (Complaint e) {
            return e.sentence() + " " + e.wayOut();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return "could not be started: " + e;
        } finally {
            starting.release();
        }
        watch();
        return ending();
    }

    private void start() throws IOException {
        Files.createDirectories(log.getParent());
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(
                    log, log.resolveSibling(spec.name() + ".1.log"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        var builder = new ProcessBuilder(spec.command())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new java.io.File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(spec.environment());
        process = builder.start();
        become(Status.STARTING, null, false);
    }

    private boolean awaitReady() throws InterruptedException {
        var running = running();
        while (!running.waitFor(LOOK)) {
            if (spec.readiness().of(running.toHandle())) {
                become(Status.READY, state.note(), false);
                return true;
            }
        }
        return false;
    }

    private void watch() throws InterruptedException {
        var running = running();
        for (int beat = 1; !running.waitFor(LOOK); beat++) {
            // Looking through all processes is dear, and only a database leaves children behind.
            if (beat % 5 == 0 && spec.stage() == Stage.DATA) {
                offspring = running.descendants().map(ProcessId::of).toList();
            }
            if (beat % 15 == 0) {
                var now = spec.readiness().of(running.toHandle()) ? Status.READY : Status.UNREADY;
                if (now != state.status() && !stopping) {
                    become(now, state.note(), false);
                }
            }
        }
    }

    private String ending() {
        var code = running().exitValue();
        return code > 128 ? "was killed by signal " + (code - 128) : "ended with status " + code;
    }

    private Process running() {
        return java.util.Objects.requireNonNull(process);
    }

    void askToStop() {
        stopping = true;
        var running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + spec.stopSignal(), Long.toString(running.pid())).start();
        } catch (IOException e) {
            running.destroy();
        }
    }

    void awaitStop() {
        var running = process;
        try {
            if (running != null && !running.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        become(Status.STOPPED, null, false);
    }

    private void become(Status status, @Nullable String note, boolean restarted) {
        var running = process;
        var id = running != null && running.isAlive() ? ProcessId.of(running.toHandle()) : null;
        state = new ChildState(
                spec.name(),
                status,
                Instant.now(),
                id,
                spec.ports(),
                state.restarts() + (restarted ? 1 : 0),
                note == null && status != Status.STOPPED ? state.note() : note);
        changed.run();
    }
}
