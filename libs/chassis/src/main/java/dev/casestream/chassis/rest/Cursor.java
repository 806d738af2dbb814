package dev.casestream.chassis.rest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a page ended, opaque to clients: the sort key of its last row. */
public final class Cursor {

    private Cursor() {}

    /** For pages that end elsewhere than at their last row. */
    public static String encode(List<String> key) {
        return key.stream()
                .map(part ->
                        Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining("."));
    }

    /**
     * The sort key that a client's cursor stands for; empty for the first page.
     *
     * @param parts how many parts this list's key has
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when it is not a cursor of this list
     */
    public static Optional<List<String>> decode(@Nullable String cursor, int parts) {
        if (cursor == null) {
            return Optional.empty();
        }
        try {
            var key = Arrays.stream(cursor.split("\\.", -1))
                    .map(part -> new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8))
                    .toList();
            if (key.size() == parts && key.stream().noneMatch(part -> part.indexOf('\0') >= 0)) {
                return Optional.of(key);
            }
        } catch (IllegalArgumentException e) {
            // Falls through: the client's mistake, not ours.
        }
        throw Problems.invalid("cursor", "is not a nextCursor of this list");
    }
}
