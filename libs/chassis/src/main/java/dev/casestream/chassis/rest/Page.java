package dev.casestream.chassis.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextCursor opaque; null on the last page. A {@code Link: rel="next"} header says the same
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    /** How many items a page has unless the caller asks for less or more. */
    public static final String DEFAULT_LIMIT = "50";

    public static final int MAX_LIMIT = 200;

    /**
     * A page out of rows of which one more than the limit was asked for, so that it is known whether there is a next.
     *
     * @param key what the next page starts after, of the last row shown
     */
    public static <R, T> Page<T> of(List<R> rows, int limit, Function<R, T> item, Function<R, List<String>> key) {
        var shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        var next = rows.size() > limit ? Cursor.encode(key.apply(shown.getLast())) : null;
        return new Page<>(shown.stream().map(item).toList(), next);
    }
}
