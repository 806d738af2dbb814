package dev.casestream.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the figures were measured on. */
public record Machine(
        int processors, String processor, long memoryMegabytes, String system, String java, String revision) {

    public static Machine here(Path home) {
        var memory = proc("/proc/meminfo").getOrDefault("MemTotal", "0").replaceAll("\\D", "");
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                proc("/proc/cpuinfo").getOrDefault("model name", System.getProperty("os.arch")),
                memory.isEmpty() ? 0 : Long.parseLong(memory) >> 10,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.runtime.version"),
                revision(home).orElse("unknown"));
    }

    /** Megabytes that new processes could use; empty where the kernel does not tell. */
    public static Optional<Long> availableMegabytes() {
        return Optional.ofNullable(proc("/proc/meminfo").get("MemAvailable"))
                .map(text -> Long.parseLong(text.replaceAll("\\D", "")) >> 10);
    }

    /** The first value of each name. */
    private static Map<String, String> proc(String file) {
        var values = new TreeMap<String, String>();
        try (var lines = Files.lines(Path.of(file))) {
            lines.map(line -> line.split("\\s*:\\s*", 2))
                    .filter(parts -> parts.length == 2)
                    .forEach(parts -> values.putIfAbsent(parts[0].strip(), parts[1].strip()));
        } catch (IOException e) {
            return values;
        }
        return values;
    }

    private static Optional<String> revision(Path home) {
        try {
            var git = new ProcessBuilder("git", "-C", home.toString(), "describe", "--always", "--dirty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor() == 0 ? Optional.of(said.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
