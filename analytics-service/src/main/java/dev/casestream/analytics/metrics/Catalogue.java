package dev.casestream.analytics.metrics;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Every metric there is. */
@Singleton
public class Catalogue {

    private final List<Metric> metrics;

    Catalogue(@All List<Metric> metrics) {
        this.metrics = metrics.stream()
                .sorted(Comparator.comparing(metric -> metric.definition().name()))
                .toList();
    }

    public List<Definition> definitions() {
        return metrics.stream().map(Metric::definition).toList();
    }

    public Optional<Definition> find(String name) {
        return definitions().stream()
                .filter(definition -> definition.name().equals(name))
                .findFirst();
    }

    /** What all of them measure of one event. */
    public List<Taken> measure(Change change) {
        return metrics.stream()
                .flatMap(metric -> metric.measure(change).map(taken -> new Taken(metric.definition(), taken)))
                .toList();
    }
}
