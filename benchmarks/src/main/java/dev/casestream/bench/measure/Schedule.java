package dev.casestream.bench.measure;

/**
 * When requests are due, whether or not the answers keep up: latency counts from here, so a slow server cannot slow
 * down its own measurement.
 */
public record Schedule(double perSecond) {
    public Schedule {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("a rate of " + perSecond + " a second");
        }
    }

    /** How many requests are due by then. */
    public long dueBy(long nanosSinceStart) {
        return nanosSinceStart < 0 ? 0 : (long) Math.floor(nanosSinceStart * perSecond / 1e9) + 1;
    }

    /** When a request is due, in nanoseconds since the start; the first is due at once. */
    public long dueAt(long index) {
        return (long) Math.ceil(index * 1e9 / perSecond);
    }
}
