package dev.casestream.ticket.listing;

import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ties a cursor to the query that it came from: with other filters, or tampered with, it is refused. */
record Seal(String query) {

    private static final int LENGTH = 16;

    String close(List<String> key) {
        var parts = new ArrayList<>(key);
        parts.add(of(key));
        return Cursor.encode(parts);
    }

    /** @return the key; empty for the first page */
    Optional<List<String>> open(@Nullable String cursor, int parts) {
        return Cursor.decode(cursor, parts + 1).map(closed -> {
            var key = closed.subList(0, parts);
            if (!of(key).equals(closed.getLast())) {
                throw Problems.invalid("cursor", "belongs to another query; begin with the first page of this one");
            }
            return key;
        });
    }

    private String of(List<String> key) {
        try {
            var text = query + "\n" + String.join("\n", key);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
