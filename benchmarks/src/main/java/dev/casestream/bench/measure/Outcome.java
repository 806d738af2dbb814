package dev.casestream.bench.measure;

import java.util.Optional;

/**
 * What some load came to.
 *
 * @param generator share of a core that the generator took
 * @param failure what the first failure said
 */
public record Outcome(
        long done, long failed, double seconds, Latencies latencies, double generator, Optional<String> failure) {

    public double perSecond() {
        return done / seconds;
    }

    /** @throws IllegalStateException when anything failed: a fast failure is no figure */
    public Outcome requireClean(String what) {
        if (failed > 0 || done == 0) {
            throw new IllegalStateException(what + ": " + failed + " of " + (done + failed) + " failed"
                    + failure.map(f -> ", first: " + f).orElse(""));
        }
        return this;
    }
}
