package dev.casestream.intake.imap;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.casestream.intake.imap.ImapAccount.OAuth2;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Access tokens for a mailbox, got with its refresh token (RFC 6749) and used until shortly before they end. */
final class AccessTokens {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private @Nullable String token;
    private long until;

    synchronized String of(OAuth2 account) throws IOException, InterruptedException {
        if (token == null || System.nanoTime() - until > 0) {
            token = fetch(account);
        }
        return token;
    }

    /** It was refused: the next one is a new one. */
    synchronized void forget() {
        token = null;
    }

    private String fetch(OAuth2 account) throws IOException, InterruptedException {
        var form = new TreeMap<>(Map.of(
                "grant_type", "refresh_token",
                "client_id", account.clientId(),
                "refresh_token", account.refreshToken()));
        if (!account.clientSecret().isEmpty()) {
            form.put("client_secret", account.clientSecret());
        }
        var response = http.send(
                HttpRequest.newBuilder(URI.create(account.tokenUrl()))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                                .map(pair -> pair.getKey() + "="
                                        + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&"))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        var answer = response.statusCode() == 200 ? JSON.readTree(response.body()) : null;
        if (answer == null || !answer.path("access_token").isTextual()) {
            throw new IOException("The token endpoint answers " + response.statusCode());
        }
        until = System.nanoTime()
                + Math.max(
                        0,
                        Duration.ofSeconds(answer.path("expires_in").asLong(3600))
                                .minus(MARGIN)
                                .toNanos());
        return answer.path("access_token").asText();
    }
}
