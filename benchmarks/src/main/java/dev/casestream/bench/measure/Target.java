package dev.casestream.bench.measure;

/** What we hold ourselves to, as the project's performance targets number it. */
public enum Target {
    P1("P1", 0.6, 0.9, Sense.AT_LEAST),
    P2("P2", 0.25, 0.5, Sense.AT_LEAST),
    P2B("P2b", 2, 1.2, Sense.AT_MOST),
    P3_MEDIAN("P3 p50", 30, 15, Sense.AT_MOST),
    P3_TAIL("P3 p99", 150, 60, Sense.AT_MOST),
    P4("P4", 0.4, 0.7, Sense.AT_LEAST),
    P5("P5", 1.5, 1.1, Sense.AT_MOST),
    P5B_GET("P5b get", 1_000, 3_000, Sense.AT_LEAST),
    P5B_LIST_MEDIAN("P5b list p50", 10, 5, Sense.AT_MOST),
    P5B_LIST_TAIL("P5b list p99", 40, 20, Sense.AT_MOST),
    P6_RARE("P6 rare word", 50, 25, Sense.AT_MOST),
    P6_COMMON("P6 common word", 150, 75, Sense.AT_MOST),
    P6_TWO("P6 two words", 150, 75, Sense.AT_MOST),
    P6_PART("P6 part of a word", 300, 150, Sense.AT_MOST),
    P7_RATE("P7 rate", 10_000, 30_000, Sense.AT_LEAST),
    P7_IDLE("P7 idle p99", 100, 30, Sense.AT_MOST),
    P8_CONSUME("P8 consume", 8_000, 20_000, Sense.AT_LEAST),
    P8_REBUILD("P8 rebuild", 20_000, 50_000, Sense.AT_LEAST),
    P9("P9", 1_000, 250, Sense.AT_MOST),
    P9B("P9b", 5_000, 10_000, Sense.AT_LEAST),
    P10_UP("P10 up", 60, 25, Sense.AT_MOST),
    P10_MEMORY("P10 memory", 3_072, 1_843, Sense.AT_MOST),
    P10_IDLE("P10 idle", 15, 5, Sense.AT_MOST),
    P11("P11", 200, 500, Sense.AT_LEAST);

    private final String id;
    private final double goal;
    private final double stretch;
    private final Sense sense;

    Target(String id, double goal, double stretch, Sense sense) {
        this.id = id;
        this.goal = goal;
        this.stretch = stretch;
        this.sense = sense;
    }

    private enum Sense {
        AT_LEAST,
        AT_MOST;

        boolean holds(double value, double bound) {
            return this == AT_LEAST ? value >= bound : value <= bound;
        }
    }

    /** How a value stands to it. */
    public enum Verdict {
        STRETCH,
        MET,
        MISSED
    }

    public String id() {
        return id;
    }

    public String wanted() {
        return (sense == Sense.AT_LEAST ? "at least " : "at most ") + Numbers.of(goal) + " (stretch "
                + Numbers.of(stretch) + ")";
    }

    public Verdict judge(double value) {
        if (!sense.holds(value, goal)) {
            return Verdict.MISSED;
        }
        return sense.holds(value, stretch) ? Verdict.STRETCH : Verdict.MET;
    }
}
