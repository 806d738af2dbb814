package dev.casestream.intake.provider;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads providers' JSON: strict about its form, lenient about what it holds, for that changes without notice. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** @throws UnreadableException when it is no JSON object */
    public static JsonNode object(Delivery delivery) throws UnreadableException {
        try {
            var node = MAPPER.readTree(delivery.body());
            if (node == null || !node.isObject()) {
                throw new UnreadableException("is no JSON object");
            }
            return node;
        } catch (IOException e) {
            throw new UnreadableException("is no JSON");
        }
    }

    /** The text or number at a path of members, or null where there is none or it is empty. */
    public static @Nullable String text(JsonNode node, String... path) {
        var found = node;
        for (var member : path) {
            found = found.path(member);
        }
        return found.isValueNode() && !found.isNull() && !found.asText().isBlank() ? found.asText() : null;
    }

    /** @throws UnreadableException when there is none */
    public static String required(JsonNode node, String... path) throws UnreadableException {
        var text = text(node, path);
        if (text == null) {
            throw new UnreadableException("has no " + String.join(".", path));
        }
        return text;
    }

    /** Seconds or milliseconds since 1970, or RFC 3339; null for what is none of them. */
    public static @Nullable Instant instant(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            if (!text.matches("[0-9]{1,15}")) {
                return Instant.parse(text);
            }
            var number = Long.parseLong(text);
            return text.length() > 11 ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
