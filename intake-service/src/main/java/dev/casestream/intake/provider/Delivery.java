package dev.casestream.intake.provider;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a provider, as it came.
 *
 * @param url as the caller sees it
 * @param headers by name in lower case
 * @param body at most {@link #LARGEST} bytes
 */
public record Delivery(String url, Map<String, String> headers, byte[] body) {

    public static final int LARGEST = 1 << 20;

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
