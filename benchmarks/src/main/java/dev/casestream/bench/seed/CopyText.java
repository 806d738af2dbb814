package dev.casestream.bench.seed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as COPY reads them. */
final class CopyText {
    private CopyText() {}

    static void line(StringBuilder out, List<? extends @Nullable Object> columns) {
        var first = true;
        for (var column : columns) {
            if (!first) {
                out.append('\t');
            }
            first = false;
            if (column == null) {
                out.append("\\N");
            } else {
                escape(out, column.toString());
            }
        }
        out.append('\n');
    }

    private static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                default -> out.append(c);
            }
        }
    }
}
