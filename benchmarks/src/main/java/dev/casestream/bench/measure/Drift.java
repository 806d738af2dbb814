package dev.casestream.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Readings of things that must not grow, while the load stays the same. */
public final class Drift {
    private final Map<String, List<Double>> readings = new TreeMap<>();

    public void read(String what, double value) {
        readings.computeIfAbsent(what, name -> new ArrayList<>()).add(value);
    }

    public Map<String, List<Double>> readings() {
        return readings;
    }

    /**
     * Whether something grew: its lowest in the last third against its highest in the middle one, since the first is
     * warming up, and a sawtooth is no growth.
     *
     * @param slack how much more is nothing
     */
    public Optional<String> growth(String what, double slack) {
        var values = readings.getOrDefault(what, List.of());
        var third = values.size() / 3;
        if (third == 0) {
            return Optional.empty();
        }
        var before = values.subList(third, 2 * third).stream()
                .mapToDouble(v -> v)
                .max()
                .orElse(0);
        var after = values.subList(2 * third, values.size()).stream()
                .mapToDouble(v -> v)
                .min()
                .orElse(0);
        return after > before + slack
                ? Optional.of(what + " grew from at most " + Numbers.of(before) + " to at least " + Numbers.of(after))
                : Optional.empty();
    }
}
