package dev.casestream.analytics.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes one point of every step for every group that was ever measured, with or without measurements in it. */
public final class Series {

    private Series() {}

    public static List<Point> of(Aggregation aggregation, Window window, boolean grouped, List<Cell> cells) {
        var groups = new LinkedHashMap<Map<String, @Nullable String>, Map<Integer, Cell>>();
        if (!grouped) {
            groups.put(Map.of(), new LinkedHashMap<>());
        }
        cells.forEach(cell -> groups.computeIfAbsent(cell.group(), group -> new LinkedHashMap<>())
                .put(cell.step(), cell));
        var points = new ArrayList<Point>();
        groups.forEach((group, bySteps) -> {
            var before = bySteps.get(-1);
            double level = before == null ? 0 : before.sum();
            for (int step = 0; step < window.steps(); step++) {
                var cell = bySteps.getOrDefault(step, new Cell(step, group, 0, 0, List.of()));
                level += cell.sum();
                points.add(point(aggregation, window, cell, level));
            }
        });
        return points;
    }

    private static Point point(Aggregation aggregation, Window window, Cell cell, double level) {
        var percentiles = aggregation == Aggregation.MEAN ? cell.percentiles() : List.<Double>of();
        return new Point(
                window.begin(cell.step()),
                window.end(cell.step()),
                cell.group(),
                value(aggregation, cell, level),
                percentiles.isEmpty() ? null : percentiles.get(0),
                percentiles.isEmpty() ? null : percentiles.get(1),
                percentiles.isEmpty() ? null : percentiles.get(2),
                cell.count());
    }

    private static @Nullable Double value(Aggregation aggregation, Cell cell, double level) {
        return switch (aggregation) {
            case SUM -> cell.sum();
            case LEVEL -> level;
            case MEAN, SHARE -> cell.count() == 0 ? null : cell.sum() / cell.count();
        };
    }
}
