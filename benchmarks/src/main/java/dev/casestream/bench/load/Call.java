package dev.casestream.bench.load;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request to a service. */
public record Call(
        String method,
        int port,
        String path,
        String token,
        @Nullable String json,
        @Nullable String key) {

    public static Call get(int port, String path, String token) {
        return new Call("GET", port, path, token, null, null);
    }

    /** With an Idempotency-Key of its own, as clients are told to. */
    public static Call post(int port, String path, String token, String json) {
        return new Call("POST", port, path, token, json, UUID.randomUUID().toString());
    }

    public static Call put(int port, String path, String token, String json) {
        return new Call("PUT", port, path, token, json, null);
    }
}
