package dev.casestream.local.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A process beyond doubt: pids are reused, a pid and a start time are not. */
public record ProcessId(long pid, Instant startedAt) {
    public static ProcessId of(ProcessHandle handle) {
        return new ProcessId(handle.pid(), handle.info().startInstant().orElse(Instant.EPOCH));
    }

    public Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(handle -> isAbout(of(handle).startedAt));
    }

    // The kernel counts from boot, and a corrected wall clock moves that by a little.
    private boolean isAbout(Instant start) {
        return Duration.between(startedAt, start).abs().compareTo(Duration.ofSeconds(3)) < 0;
    }
}
