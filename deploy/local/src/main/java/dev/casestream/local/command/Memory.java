package dev.casestream.local.command;

import dev.casestream.local.supervisor.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Memory as Linux counts it: each page shared between processes is split between them. */
final class Memory {
    private Memory() {}

    /** Bytes of a process and its descendants; 0 where the kernel does not tell. */
    static long ofTree(ProcessId id) {
        return id.alive().stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .mapToLong(process -> of(process.pid()))
                .sum();
    }

    private static long of(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }
}
