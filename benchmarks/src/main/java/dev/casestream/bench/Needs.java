package dev.casestream.bench;

import dev.casestream.bench.measure.Machine;
import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import java.io.IOException;
import java.nio.file.Files;

/** What a run needs of the machine, asked before anything is started. */
final class Needs {
    private static final long DISK_MEGABYTES = 12_000;
    private static final long MEMORY_MEGABYTES = 4_000;

    private Needs() {}

    static void check(Installation installation) throws IOException {
        var bench = installation.var().resolve("bench");
        Files.createDirectories(bench);
        disk(bench.toFile().getUsableSpace() >> 20, bench.toString());
        Machine.availableMegabytes().ifPresent(Needs::memory);
        if (installation.portShift() > 41_000) {
            throw new Complaint(
                    "CASESTREAM_PORT_SHIFT leaves no room for the ports of the benchmark's platform.",
                    "Set it to 41000 at most.");
        }
    }

    static void disk(long free, String where) {
        if (free < DISK_MEGABYTES) {
            throw new Complaint(
                    "Only " + free + " MB are free under " + where + "; " + DISK_MEGABYTES + " MB are needed.",
                    "Free some, or set CASESTREAM_VAR to a directory on another disk.");
        }
    }

    static void memory(long available) {
        if (available < MEMORY_MEGABYTES) {
            throw new Complaint(
                    "Only " + available + " MB of memory are available; " + MEMORY_MEGABYTES + " MB are needed.",
                    "Stop what else runs on this machine.");
        }
    }
}
