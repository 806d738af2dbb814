package dev.casestream.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A histogram as operators get it from {@code /q/metrics}: how many were at most so long.
 *
 * @param counts by upper bound in seconds, each with all below it
 */
public record Buckets(Map<Double, Double> counts) {
    private static final Pattern LINE = Pattern.compile("(\\w+)_bucket\\{(.*)} ([0-9.E+]+)");
    private static final Pattern BOUND = Pattern.compile("(?:^|,)le=\"([^\"]+)\"");

    /** Those of one metric, over all its other labels. */
    public static Buckets of(String metric, String page) {
        var counts = new TreeMap<Double, Double>();
        page.lines()
                .map(LINE::matcher)
                .filter(line -> line.matches() && line.group(1).equals(metric))
                .forEach(line -> {
                    var bound = BOUND.matcher(line.group(2));
                    if (bound.find()) {
                        var upTo = bound.group(1).equals("+Inf")
                                ? Double.POSITIVE_INFINITY
                                : Double.parseDouble(bound.group(1));
                        counts.merge(upTo, Double.parseDouble(line.group(3)), Double::sum);
                    }
                });
        return new Buckets(counts);
    }

    /** What has come since. */
    public Buckets since(Buckets before) {
        return new Buckets(counts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        bucket -> bucket.getValue() - before.counts.getOrDefault(bucket.getKey(), 0.0),
                        (one, other) -> one,
                        TreeMap::new)));
    }

    public double count() {
        return counts.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
    }

    /** In milliseconds, as the bound that so many are at most; 0 when there are none. */
    public double percentile(double percent) {
        var wanted = count() * percent / 100;
        if (count() == 0) {
            return 0;
        }
        List<Map.Entry<Double, Double>> buckets = new ArrayList<>(counts.entrySet());
        return buckets.stream()
                .filter(bucket -> bucket.getValue() >= wanted)
                .mapToDouble(bucket -> bucket.getKey() * 1e3)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
