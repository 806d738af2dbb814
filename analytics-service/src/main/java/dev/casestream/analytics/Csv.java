package dev.casestream.analytics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.util.ArrayList;
import java.util.List;

/** Rows as RFC 4180 text with a header, safe to open in a spreadsheet. */
final class Csv {

    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build();
    /** What a cell begins with that a spreadsheet takes for a formula. */
    private static final String FORMULA = "=+-@\t\r\n";

    private Csv() {}

    static String of(List<String> columns, List<JsonNode> rows) {
        var schema = CsvSchema.builder()
                .addColumns(columns, CsvSchema.ColumnType.STRING)
                .setLineSeparator("\r\n")
                .setUseHeader(true)
                .build();
        var cells = new ArrayList<List<String>>();
        for (var row : rows) {
            cells.add(columns.stream().map(column -> cell(row.path(column))).toList());
        }
        try {
            return MAPPER.writer(schema).writeValueAsString(cells.isEmpty() ? List.of() : cells);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Text that looks like a formula is led by an apostrophe; numbers are what they are. */
    private static String cell(JsonNode value) {
        var text = value.isNull() ? "" : value.asText();
        return value.isTextual() && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
