package dev.casestream.ticket;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The columns of a table, from the record that stands for its rows: so they cannot differ. */
public final class Columns {

    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    private Columns() {}

    public static String of(Class<? extends Record> row) {
        return of(row, "");
    }

    /** @param alias what stands before each, as {@code t.} */
    public static String of(Class<? extends Record> row, String alias) {
        return Arrays.stream(row.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> alias + SNAKE_CASE.translate(name))
                .collect(Collectors.joining(", "));
    }

    /** A statement that inserts rows given as a JSON array in a text parameter. */
    public static String insert(String table, Class<? extends Record> row, int parameter) {
        return "INSERT INTO %1$s (%2$s) SELECT %2$s FROM jsonb_populate_recordset(NULL::%1$s, $%3$d::text::jsonb)"
                .formatted(table, of(row), parameter);
    }
}
