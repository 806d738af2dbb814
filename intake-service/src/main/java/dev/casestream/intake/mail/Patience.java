package dev.casestream.intake.mail;

import java.time.Duration;

/** How long one mail may be worked at, from its first byte to its last word. */
public final class Patience {

    private final long deadline;

    private Patience(long deadline) {
        this.deadline = deadline;
    }

    public static Patience of(Duration duration) {
        return new Patience(System.nanoTime() + duration.toNanos());
    }

    /** @throws TooHardException when it has run out */
    public void check() throws TooHardException {
        if (System.nanoTime() - deadline > 0) {
            throw new TooHardException("too-slow");
        }
    }
}
