package dev.casestream.bench.measure;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** How long things took, to three digits. */
public final class Latencies {
    private static final long LONGEST = Duration.ofMinutes(10).toNanos();

    private final Histogram nanos = new Histogram(LONGEST, 3);

    public synchronized void record(long tookNanos) {
        nanos.recordValue(Math.clamp(tookNanos, 0, LONGEST));
    }

    public synchronized long count() {
        return nanos.getTotalCount();
    }

    /** In milliseconds; 0 when there are none. */
    public synchronized double percentile(double percent) {
        return nanos.getTotalCount() == 0 ? 0 : nanos.getValueAtPercentile(percent) / 1e6;
    }

    public synchronized double max() {
        return nanos.getMaxValue() / 1e6;
    }
}
