package dev.casestream.e2e.nemesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a check has counted, and everything that must not be. */
final class Verdict {

    private final Map<String, Long> figures = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();

    void count(String figure, long by) {
        figures.merge(figure, by, Long::sum);
    }

    void atLeast(String figure, long value) {
        figures.merge(figure, value, Math::max);
    }

    /** Counts what is always zero unless something is wrong. */
    void judge(String figure, boolean wrong, String finding) {
        count(figure, wrong ? 1 : 0);
        if (wrong) {
            findings.add(figure + ": " + finding);
        }
    }

    Map<String, Long> figures() {
        return figures;
    }

    long figure(String name) {
        return figures.getOrDefault(name, 0L);
    }

    List<String> findings() {
        return findings;
    }
}
