package dev.casestream.local.supervisor;

import dev.casestream.local.Installation;
import dev.casestream.local.supervisor.RunState.Phase;
import dev.casestream.local.supervisor.RunState.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Keeps all children alive until it is told to stop, and writes down how they are. */
public final class Supervisor {
    private static final int TRIES_BEFORE_GIVING_UP = 3;
    private static final long LEAST_FREE_BYTES = 200L << 20;

    private final Installation installation;
    private final StateFile file;
    private final Instant startedAt = Instant.now();
    private final List<Child> children;
    private volatile Phase phase = Phase.STARTING;
    private volatile @Nullable String problem;

    public Supervisor(Installation installation, List<ChildSpec> specs) {
        this.installation = installation;
        this.file = new StateFile(installation.state());
        this.children = specs.stream()
                .map(spec -> new Child(spec, installation, this::publish))
                .toList();
    }

    /** Starts everything and returns once all is ready; false when a child cannot be brought up. */
    public boolean start() throws InterruptedException {
        publish();
        var starting = new Semaphore(Runtime.getRuntime().availableProcessors() + 1, true);
        for (var child : children) {
            Thread.ofVirtual().name(child.spec().name()).start(() -> keep(child, starting));
        }
        while (phase == Phase.STARTING) {
            if (all(Status.READY, Stage.values())) {
                turn(Phase.READY);
            }
            children.stream()
                    .filter(child -> child.failuresInARow() >= TRIES_BEFORE_GIVING_UP)
                    .findFirst()
                    .ifPresent(this::giveUp);
            Thread.sleep(100);
        }
        return phase == Phase.READY;
    }

    private void keep(Child child, Semaphore starting) {
        try {
            var before = Arrays.stream(Stage.values())
                    .filter(child.spec().stage()::waitsFor)
                    .toArray(Stage[]::new);
            while (!all(Status.READY, before)) {
                if (phase != Phase.STARTING) {
                    return;
                }
                Thread.sleep(50);
            }
            child.run(starting);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean all(Status status, Stage... stages) {
        var asked = List.of(stages);
        return children.stream()
                .filter(child -> asked.contains(child.spec().stage()))
                .allMatch(child -> child.state().status() == status);
    }

    private void giveUp(Child child) {
        var log = installation.log(child.spec().name());
        problem = child.spec().name() + " cannot be brought up: it "
                + child.state().note() + ". "
                + LastWords.of(log).map(words -> "Its last words: " + words).orElse("It said nothing.");
        turn(Phase.FAILED);
    }

    /** Watches the disk for as long as the platform runs. */
    public void watchDisk() throws InterruptedException {
        while (phase == Phase.READY) {
            var free = installation.var().toFile().getUsableSpace();
            var warning = free < LEAST_FREE_BYTES
                    ? "Only " + (free >> 20) + " MB are free under " + installation.var()
                            + ": free some, or writes will fail."
                    : null;
            if (!java.util.Objects.equals(warning, problem)) {
                problem = warning;
                publish();
            }
            Thread.sleep(2000);
        }
    }

    /** Stops the children, last stage first; returns when none is left. */
    public void stop() {
        if (phase != Phase.FAILED) {
            turn(Phase.STOPPING);
        }
        for (var stage : List.of(Stage.values()).reversed()) {
            var these = children.stream()
                    .filter(child -> child.spec().stage() == stage)
                    .toList();
            these.forEach(Child::askToStop);
            these.forEach(Child::awaitStop);
        }
        if (phase != Phase.FAILED) {
            turn(Phase.STOPPED);
        }
    }

    private void turn(Phase next) {
        phase = next;
        publish();
    }

    private synchronized void publish() {
        try {
            Files.createDirectories(installation.var().resolve("run"));
            file.write(new RunState(
                    ProcessId.of(ProcessHandle.current()),
                    startedAt,
                    phase,
                    problem,
                    installation.portShift(),
                    children.stream().map(Child::state).toList()));
        } catch (IOException | UncheckedIOException e) {
            System.err.println(Instant.now() + " The state cannot be written: " + e.getMessage());
        }
    }
}
