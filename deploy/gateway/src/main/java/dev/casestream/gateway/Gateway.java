package dev.casestream.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.httpproxy.HttpProxy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The server: one look at the path decides who answers. */
public final class Gateway {
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    /** To one replica: more than it lets in at once, with room for streams that stay open. */
    static final int CONNECTIONS = 500;

    /** For a connection, be it still made; whoever comes later would only be told later that there is none. */
    static final int WAITING = 500;

    private static final Duration OVERVIEW_PATIENCE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Map<Service, HttpProxy> proxies = new EnumMap<>(Service.class);
    private final Overviews overviews;
    private final Pages pages = new Pages();

    private Gateway(Vertx vertx, Settings settings) {
        this.settings = settings;
        var client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setMaxWaitQueueSize(WAITING)
                .setConnectTimeout(2000)
                .setKeepAliveTimeout(30)
                .setMaxHeaderSize(32 << 10));
        var backends = new EnumMap<Service, Backends>(Service.class);
        settings.backends().forEach((service, addresses) -> backends.put(service, new Backends(addresses)));
        backends.forEach(
                (service, replicas) -> proxies.put(service, Forwarding.to(service, replicas, vertx, client, settings)));
        overviews = new Overviews(
                client,
                backends,
                OVERVIEW_PATIENCE.compareTo(settings.patience()) < 0 ? OVERVIEW_PATIENCE : settings.patience());
    }

    public static void main(String... arguments) {
        var settings = Settings.from(System.getenv());
        start(Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2)), settings)
                .onSuccess(server -> System.out.println("Listening on " + settings.host() + ":" + server.actualPort()))
                .onFailure(failure -> {
                    System.err.println("Cannot listen on " + settings.host() + ":" + settings.port() + ": " + failure);
                    System.exit(1);
                });
    }

    static Future<HttpServer> start(Vertx vertx, Settings settings) {
        var gateway = new Gateway(vertx, settings);
        return vertx.createHttpServer(new HttpServerOptions()
                        .setHost(settings.host())
                        .setPort(settings.port())
                        .setHttp2ClearTextEnabled(false)
                        .setMaxHeaderSize(16 << 10)
                        .setMaxInitialLineLength(8 << 10)
                        .setIdleTimeout(300)
                        .setCompressionSupported(false))
                .requestHandler(gateway::handle)
                .listen();
    }

    private void handle(HttpServerRequest request) {
        var requestId = Headers.requestId(request);
        var path = request.path();
        var refusal = PathRules.refusal(path == null ? "" : path);
        if (refusal.isPresent()) {
            Problems.badPath(refusal.get()).answer(request, requestId);
        } else if (tooLarge(request)) {
            Problems.tooLarge(settings).answer(request, requestId);
        } else if (request.method() == HttpMethod.GET && answersItself(request, requestId)) {
            return;
        } else {
            Service.owning(path)
                    .filter(service -> METHODS.contains(request.method()))
                    .ifPresentOrElse(
                            service -> forward(service, request, requestId),
                            () -> Problems.notFound().answer(request, requestId));
        }
    }

    private void forward(Service service, HttpServerRequest request, String requestId) {
        Headers.clean(request, requestId);
        Objects.requireNonNull(proxies.get(service)).handle(request);
    }

    private boolean tooLarge(HttpServerRequest request) {
        var length = request.getHeader("Content-Length");
        return length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > settings.maxBodyBytes();
    }

    private boolean answersItself(HttpServerRequest request, String requestId) {
        request.response().putHeader("X-Request-Id", requestId);
        switch (request.path()) {
            case "/health" ->
                overviews
                        .health()
                        .onSuccess(
                                health -> json(request, "UP".equals(health.getString("status")) ? 200 : 503, health));
            case "/health/live" -> json(request, 200, new JsonObject().put("status", "UP"));
            case "/openapi.json" -> overviews.openApi().onSuccess(api -> json(request, 200, api));
            default -> {
                if (!pages.has(request.path())) {
                    request.response().headers().remove("X-Request-Id");
                    return false;
                }
                pages.answer(request);
            }
        }
        return true;
    }

    private static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body.toBuffer());
    }
}
