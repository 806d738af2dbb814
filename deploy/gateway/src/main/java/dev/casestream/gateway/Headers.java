package dev.casestream.gateway;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a request may say for itself, and what the gateway says of it. */
final class Headers {
    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern REQUEST_ID_FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Only a proxy in front of us could say these, and there is none. */
    private static final List<String> UNBELIEVED = List.of(
            "forwarded",
            "via",
            "x-remote-user",
            "x-real-ip",
            "x-client-ip",
            "x-original-url",
            "x-original-uri",
            "x-rewrite-url",
            "x-http-method",
            "x-http-method-override",
            "x-method-override",
            "x-tenant");

    private static final Set<String> CONNECTION_WORDS = Set.of("close", "keep-alive", "upgrade");

    private Headers() {}

    /** The id of a request: its own where that is a sensible one. */
    static String requestId(HttpServerRequest request) {
        var given = request.getHeader(REQUEST_ID);
        return given != null && REQUEST_ID_FORM.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }

    /** Drops what is not for servers behind the gateway, and adds who asked and how. */
    static void clean(HttpServerRequest request, String requestId) {
        var headers = request.headers();
        var named = headers.getAll("Connection").stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !CONNECTION_WORDS.contains(word));
        var forwarded = headers.names().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("x-forwarded-"));
        Stream.of(named, forwarded, UNBELIEVED.stream())
                .flatMap(names -> names)
                .toList()
                .forEach(headers::remove);
        headers.set(REQUEST_ID, requestId);
        headers.set("X-Forwarded-For", request.remoteAddress().hostAddress());
        headers.set("X-Forwarded-Proto", request.scheme() == null ? "http" : request.scheme());
        if (request.authority() != null) {
            headers.set("X-Forwarded-Host", request.authority().toString());
        }
    }
}
