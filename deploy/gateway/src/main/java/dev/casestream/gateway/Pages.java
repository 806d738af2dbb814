package dev.casestream.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The page that describes the API to people; everything on it is served from here. */
final class Pages {
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; "
            + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String SWAGGER = "/META-INF/resources/openapi-ui/";

    private record Page(String contentType, Buffer body) {}

    private final Map<String, Page> pages = new HashMap<>();

    Pages() {
        pages.put("/", page("text/html; charset=utf-8", "/page/index.html"));
        pages.put("/ui/start.js", page("text/javascript; charset=utf-8", "/page/start.js"));
        pages.put("/ui/style.css", page("text/css; charset=utf-8", "/page/style.css"));
        pages.put("/ui/swagger-ui.css", page("text/css; charset=utf-8", SWAGGER + "swagger-ui.css"));
        pages.put("/ui/swagger-ui-bundle.js", page("text/javascript; charset=utf-8", SWAGGER + "swagger-ui-bundle.js"));
    }

    boolean has(String path) {
        return pages.containsKey(path);
    }

    void answer(HttpServerRequest request) {
        var page = pages.get(request.path());
        if (page != null) {
            request.response()
                    .putHeader("Content-Type", page.contentType())
                    .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Referrer-Policy", "no-referrer")
                    .putHeader("Cache-Control", "no-cache")
                    .end(page.body());
        }
    }

    private static Page page(String contentType, String resource) {
        try (var in = Pages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new Page(contentType, Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
