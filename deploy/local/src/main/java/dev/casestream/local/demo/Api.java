package dev.casestream.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The platform's REST API, as a client sees it. */
record Api(HttpClient http, String origin) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer that is not a 2xx. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String call, int status, String body) {
            super(call + " was answered with " + status + ": " + body.substring(0, Math.min(300, body.length())));
        }
    }

    JsonNode get(String path, String token) throws IOException, InterruptedException {
        return send("GET " + path, request(path, token).GET());
    }

    JsonNode post(String path, Map<String, ?> body, Optional<String> token, @Nullable String ifMatch)
            throws IOException, InterruptedException {
        var request = request(path, token.orElse(""))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return send("POST " + path, request);
    }

    private HttpRequest.Builder request(String path, String token) {
        var request = HttpRequest.newBuilder(URI.create(origin + path)).timeout(Duration.ofSeconds(20));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(String call, HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new Refused(call, answer.statusCode(), answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
