package dev.casestream.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run has found so far, by benchmark. */
public final class Findings {
    private final Map<String, List<Figure>> figures = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    public synchronized Figure add(String benchmark, Figure figure) {
        figures.computeIfAbsent(benchmark, name -> new ArrayList<>()).add(figure);
        return figure;
    }

    public synchronized void failed(String benchmark, String why) {
        failures.put(benchmark, why);
    }

    public synchronized Map<String, List<Figure>> figures() {
        return new LinkedHashMap<>(figures);
    }

    /** Benchmarks that came to no end, with the reason. */
    public synchronized Map<String, String> failures() {
        return new LinkedHashMap<>(failures);
    }

    public synchronized Optional<Figure> find(String what) {
        return figures.values().stream()
                .flatMap(List::stream)
                .filter(figure -> figure.what().equals(what))
                .findFirst();
    }

    /** What another benchmark of this run must have found before. */
    public Figure require(String what) {
        return find(what).orElseThrow(() -> new IllegalStateException("\"" + what + "\" was not measured before"));
    }

    public List<Figure> judged() {
        return figures().values().stream()
                .flatMap(List::stream)
                .filter(figure -> figure.target().isPresent())
                .toList();
    }
}
