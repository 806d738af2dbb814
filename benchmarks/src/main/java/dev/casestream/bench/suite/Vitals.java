package dev.casestream.bench.suite;

import dev.casestream.bench.measure.Drift;
import dev.casestream.bench.platform.Platform;
import dev.casestream.local.topology.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must stay flat in a platform that is loaded evenly. */
public final class Vitals {
    private static final List<String> ERRORS = List.of("HR000061", "HR000069", "OutOfMemoryError");
    private static final double MEGABYTE = 1 << 20;
    /** As in "DefNew     total 19648K, used 7729K [...". */
    private static final Pattern GENERATION = Pattern.compile("^\\w+ +total \\d+K, used (\\d+)K");

    private final Platform platform;

    public Vitals(Platform platform) {
        this.platform = platform;
    }

    /** Heaps are read after a full collection, which jcmd asks for. */
    public void read(Drift drift) throws Exception {
        for (var service : Service.values()) {
            var name = service.module();
            var pid = pid(name);
            if (pid.isPresent()) {
                drift.read(name + " heap, MB", heap(pid.get()) / MEGABYTE);
                drift.read(name + " threads", entries(pid.get(), "task"));
                drift.read(name + " files", entries(pid.get(), "fd"));
            }
            var database = platform.database(service);
            drift.read(name + " outbox", database.count("SELECT count(*) FROM outbox"));
            drift.read(name + " inbox", database.count("SELECT count(*) FROM inbox"));
        }
        drift.read(
                "connections",
                platform.database("postgres")
                        .count("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"));
    }

    /** What grew, and what the logs complain of. */
    public List<String> judge(Drift drift) throws IOException {
        var faults = new ArrayList<String>();
        for (var what : drift.readings().keySet()) {
            drift.growth(what, slack(what)).ifPresent(faults::add);
        }
        for (var service : Service.values()) {
            var log = Files.readString(platform.installation().log(service.module()), StandardCharsets.UTF_8);
            ERRORS.stream().filter(log::contains).forEach(error -> faults.add(service.module() + " logged " + error));
        }
        platform.children().stream()
                .filter(child -> child.restarts() > 0)
                .forEach(child -> faults.add(child.name() + " died"));
        return faults;
    }

    private static double slack(String what) {
        return what.endsWith("heap, MB") ? 8 : what.endsWith("outbox") ? 100 : 4;
    }

    private Optional<Long> pid(String child) {
        return platform.children().stream()
                .filter(state -> state.name().equals(child))
                .map(state -> state.process())
                .filter(Objects::nonNull)
                .map(process -> process.pid())
                .findFirst();
    }

    private static long heap(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        return used(jcmd(pid, "GC.heap_info"));
    }

    /**
     * The sum over the generations, in bytes, of what jcmd shows of a heap.
     *
     * @throws IllegalStateException if there is nothing to sum up: the lines look otherwise than expected
     */
    static long used(String heap) {
        var used = heap.lines()
                .map(GENERATION::matcher)
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)) << 10)
                .sum();
        if (used == 0) {
            throw new IllegalStateException("no generation of a heap in: " + heap);
        }
        return used;
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        var tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(tool, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd: " + said);
        }
        return said;
    }

    private static long entries(long pid, String directory) throws IOException {
        try (var entries = Files.list(Path.of("/proc", Long.toString(pid), directory))) {
            return entries.count();
        }
    }
}
