package dev.casestream.bench.measure;

import dev.casestream.bench.measure.Target.Verdict;
import java.util.Optional;

/**
 * One thing that was measured.
 *
 * @param ratio to something measured in the same run
 * @param target held against the ratio if there is one, otherwise against the value
 */
public record Figure(String what, double value, String unit, Optional<Ratio> ratio, Optional<Target> target) {

    /** @param to what the limit is called */
    public record Ratio(double value, String to) {
        static Ratio of(double value, Figure limit) {
            return new Ratio(value / limit.value(), limit.what());
        }
    }

    public static Figure of(String what, double value, String unit) {
        return new Figure(what, value, unit, Optional.empty(), Optional.empty());
    }

    public Figure to(Figure limit) {
        return new Figure(what, value, unit, Optional.of(Ratio.of(value, limit)), target);
    }

    public Figure against(Target wanted) {
        return new Figure(what, value, unit, ratio, Optional.of(wanted));
    }

    public Optional<Verdict> verdict() {
        return target.map(wanted -> wanted.judge(ratio.map(Ratio::value).orElse(value)));
    }
}
