package dev.casestream.bench.platform;

import dev.casestream.bench.load.Cpu;
import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import dev.casestream.local.key.Keys;
import dev.casestream.local.key.Role;
import dev.casestream.local.key.TokenMint;
import dev.casestream.local.supervisor.ProcessId;
import dev.casestream.local.supervisor.RunState;
import dev.casestream.local.supervisor.RunState.ChildState;
import dev.casestream.local.supervisor.StateFile;
import dev.casestream.local.topology.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A platform of the benchmark's own: it lives no longer than the benchmark, however that ends. */
public final class Platform implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration STOPPING = Duration.ofSeconds(90);

    private final Installation installation;
    private final Process up;
    private final RunState state;
    private final double startSeconds;

    private Platform(Installation installation, Process up, RunState state, double startSeconds) {
        this.installation = installation;
        this.up = up;
        this.state = state;
        this.startSeconds = startSeconds;
    }

    /**
     * Starts it and returns when it is ready.
     *
     * @param only children to run; empty for all
     * @param settings environment that the services get besides their own
     */
    public static Platform start(Installation installation, List<String> only, Map<String, String> settings)
            throws IOException, InterruptedException {
        var log = installation.log("bench-up");
        Files.createDirectories(log.getParent());
        var command = new ArrayList<>(
                List.of(installation.home().resolve("casestream").toString(), "up", "--attached"));
        if (!only.isEmpty()) {
            command.add("--only=" + String.join(",", only));
        }
        var builder = new ProcessBuilder(command)
                .directory(installation.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(settings);
        // What is measured was built before, and a build now would be measured with it.
        builder.environment().put("CASESTREAM_BUILT", "true");
        builder.environment().put("CASESTREAM_VAR", installation.var().toString());
        builder.environment().put("CASESTREAM_PORT_SHIFT", Integer.toString(installation.portShift()));
        var begun = Instant.now();
        var up = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(installation, up)));
        try {
            var state = awaitReady(installation, up, begun);
            return new Platform(
                    installation,
                    up,
                    state,
                    Duration.between(begun, Instant.now()).toMillis() / 1e3);
        } catch (RuntimeException | IOException | InterruptedException e) {
            stop(installation, up);
            throw e;
        }
    }

    private static RunState awaitReady(Installation installation, Process up, Instant begun)
            throws IOException, InterruptedException {
        var file = new StateFile(installation.state());
        while (Instant.now().isBefore(begun.plus(PATIENCE))) {
            var state = file.read()
                    .filter(RunState::runs)
                    .filter(now -> now.startedAt().isAfter(begun) && now.phase() == RunState.Phase.READY);
            if (state.isPresent()) {
                return state.get();
            }
            if (!up.isAlive()) {
                var said = Files.readString(installation.log("bench-up")).strip();
                throw new Complaint(
                        "The platform that is to be measured did not start.",
                        said.isEmpty() ? "It said nothing." : said);
            }
            Thread.sleep(50);
        }
        throw new Complaint("The platform was not ready in time.", "Its logs are in " + installation.var() + "/log.");
    }

    @Override
    public void close() {
        stop(installation, up);
    }

    /** Asks it to end and waits until no process is left. */
    private static void stop(Installation installation, Process up) {
        try {
            up.getOutputStream().close();
        } catch (IOException e) {
            up.destroy();
        }
        try {
            if (!up.waitFor(10, TimeUnit.SECONDS)) {
                up.destroyForcibly();
            }
            var supervisor = new StateFile(installation.state())
                    .read()
                    .map(RunState::supervisor)
                    .flatMap(ProcessId::alive);
            if (supervisor.isPresent()) {
                supervisor.get().onExit().get(STOPPING.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the platform does not stop", e);
        }
    }

    public Installation installation() {
        return installation;
    }

    /** From the command until every child was ready. */
    public double startSeconds() {
        return startSeconds;
    }

    public List<ChildState> children() {
        return new StateFile(installation.state()).read().orElse(state).children();
    }

    /** @throws IllegalStateException when a child died: what was measured meanwhile is no figure */
    public void requireUndisturbed() {
        children().stream().filter(child -> child.restarts() > 0).findFirst().ifPresent(child -> {
            throw new IllegalStateException(child.name() + " died and was started again: " + child.note());
        });
    }

    public int port(Service service) {
        return installation.port(8081 + service.ordinal());
    }

    public int gatewayPort() {
        return installation.port(8080);
    }

    public String kafka() {
        return "127.0.0.1:" + installation.port(19092);
    }

    public Database database(Service service) throws IOException {
        return database(service.database());
    }

    public Database database(String name) throws IOException {
        return new Database(
                "jdbc:postgresql://127.0.0.1:" + installation.port(15432) + "/" + name, keys().databasePassword());
    }

    public String token(Role role, String subject, List<String> teams) throws IOException {
        try {
            return new TokenMint(keys()).mint(role, subject, teams, Instant.now());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Keys keys() throws IOException {
        try {
            return Keys.in(installation.keys());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Processor time of all its processes so far, in nanoseconds. */
    public long cpu() {
        return state.supervisor().alive().map(Cpu::ofTree).orElse(0L);
    }

    /** The same of each child. */
    public Map<String, Long> cpuByChild() {
        var cpu = new LinkedHashMap<String, Long>();
        for (var child : children()) {
            var process = child.process();
            cpu.put(
                    child.name(),
                    process == null ? 0 : process.alive().map(Cpu::ofTree).orElse(0L));
        }
        return cpu;
    }

    /** Megabytes of all its processes, pages that they share counted once. */
    public double memory() {
        return state.supervisor()
                .alive()
                .map(supervisor -> Memory.ofTree(supervisor) / 1048576.0)
                .orElse(0.0);
    }

    public static Installation beside(Installation usual, String name) {
        var var = usual.var().resolve("bench").resolve(name);
        return new Installation(usual.home(), var, usual.portShift() + 4_000);
    }

    static Path proc(long pid, String file) {
        return Path.of("/proc/" + pid, file);
    }
}
