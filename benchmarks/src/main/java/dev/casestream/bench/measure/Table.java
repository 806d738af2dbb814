package dev.casestream.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Figures in columns, as Markdown that reads well on a terminal too. */
public final class Table {
    private static final List<String> HEAD = List.of("what", "figure", "unit", "ratio", "target", "");

    private Table() {}

    public static String of(List<Figure> figures) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        figures.forEach(figure -> rows.add(row(figure)));
        var widths = IntStream.range(0, HEAD.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        var lines = new ArrayList<String>();
        for (var row : rows) {
            lines.add(line(row, widths));
            if (lines.size() == 1) {
                lines.add(IntStream.of(widths)
                        .mapToObj(width -> "-".repeat(Math.max(3, width + 2)))
                        .collect(Collectors.joining("|", "|", "|")));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> row(Figure figure) {
        return List.of(
                cell(figure.what()),
                Numbers.of(figure.value()),
                cell(figure.unit()),
                figure.ratio()
                        .map(ratio -> cell(Numbers.of(ratio.value()) + " of " + ratio.to()))
                        .orElse(""),
                figure.target()
                        .map(target -> target.id() + ": " + target.wanted())
                        .orElse(""),
                figure.verdict().map(Table::word).orElse(""));
    }

    private static String word(Target.Verdict verdict) {
        return switch (verdict) {
            case STRETCH -> "**met, stretch too**";
            case MET -> "**met**";
            case MISSED -> "not met";
        };
    }

    /** A bar would end the cell. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> {
                    var padding = " ".repeat(widths[column] - row.get(column).length());
                    return column == 1 ? " " + padding + row.get(column) + " " : " " + row.get(column) + padding + " ";
                })
                .collect(Collectors.joining("|", "|", "|"));
    }
}
