package dev.casestream.bench.measure;

import java.util.Locale;

/** Numbers as people read them: three digits that mean something. */
public final class Numbers {
    private Numbers() {}

    public static String of(double value) {
        var size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", value);
    }
}
