package dev.casestream.bench.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Processor time that processes have used, in nanoseconds. */
public final class Cpu {
    /** Linux counts in hundredths of a second, whatever its clock. */
    private static final long TICK = 10_000_000;

    private static final OperatingSystemMXBean SELF = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Cpu() {}

    public static long ofThisProcess() {
        return SELF.getProcessCpuTime();
    }

    /** Of a process and all below it, with those of its children that have ended. */
    public static long ofTree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                .mapToLong(process -> of(process.pid()))
                .sum();
    }

    private static long of(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // The name may hold spaces; what follows its closing bracket begins with the third column.
            var columns = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int column = 11; column <= 14; column++) {
                ticks += Long.parseLong(columns[column]);
            }
            return ticks * TICK;
        } catch (IOException e) {
            return 0;
        }
    }
}
