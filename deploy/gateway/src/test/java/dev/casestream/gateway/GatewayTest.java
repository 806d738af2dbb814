package dev.casestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
    private static final int MAX_BODY = 1000;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void start() throws Exception {
        var one = serve(this::echo);
        var two = serve(this::echo);
        var dead = freePort();
        var mute = serve(request -> {});
        var backends = new EnumMap<Service, List<SocketAddress>>(Service.class);
        backends.put(Service.INTAKE, addresses(one));
        backends.put(Service.TICKET, addresses(one, dead, two));
        backends.put(Service.ROUTING, addresses(dead));
        backends.put(Service.SLA, addresses(mute));
        backends.put(Service.NOTIFICATION, addresses(two));
        backends.put(Service.ANALYTICS, addresses(one));
        var settings = new Settings("127.0.0.1", 0, backends, MAX_BODY, Duration.ofSeconds(1));
        port = await(Gateway.start(vertx, settings)).actualPort();
    }

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    @Test
    void what_only_a_proxy_may_say_is_dropped_and_said_anew() throws Exception {
        var seen = headers(send(request("/v1/inquiries")
                .header("X-Forwarded-For", "8.8.8.8")
                .header("X-Forwarded-Prefix", "/evil")
                .header("Forwarded", "for=8.8.8.8")
                .header("X-Remote-User", "root")
                .header("X-Original-URL", "/q/metrics")
                .header("Authorization", "Bearer abc")));
        assertThat(seen.getString("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(seen.getString("x-forwarded-host")).isEqualTo("127.0.0.1:" + port);
        assertThat(seen.getString("host")).isEqualTo("127.0.0.1:" + port);
        assertThat(seen.getString("authorization")).isEqualTo("Bearer abc");
        assertThat(seen.fieldNames())
                .doesNotContain("forwarded", "x-remote-user", "x-original-url", "x-forwarded-prefix");
    }

    @Test
    void headers_that_a_connection_header_names_go_no_further() throws Exception {
        var answer = raw("GET /v1/inquiries HTTP/1.0\r\nHost: a\r\nConnection: X-Secret\r\nX-Secret: 1\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.0 200").doesNotContain("x-secret");
    }

    @Test
    void a_request_keeps_its_id_or_gets_one_and_every_answer_tells_it() throws Exception {
        var given = send(request("/v1/inquiries").header("X-Request-Id", "mine-1"));
        assertThat(given.headers().allValues("X-Request-Id")).containsExactly("mine-1");
        assertThat(headers(given).getString("x-request-id")).isEqualTo("mine-1");
        for (var path :
                List.of("/", "/health", "/openapi.json", "/v1/nothing", "/v1//x", "/v1/teams", "/v1/inquiries")) {
            assertThat(send(request(path)).headers().allValues("X-Request-Id"))
                    .as(path)
                    .singleElement()
                    .asString()
                    .isNotBlank();
        }
        assertThat(send(request("/v1/inquiries").header("X-Request-Id", "no good"))
                        .headers()
                        .firstValue("X-Request-Id")
                        .orElseThrow())
                .isNotEqualTo("no good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/metrics", "/q/health", "/q/openapi", "/v1", "/v1/unknown", "/ui/", "/ui/../q/metrics"})
    void what_is_for_operators_is_not_published(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .matches("(?s)HTTP/1.1 40[04].*application/problem\\+json.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/tickets;x", "/v1/tickets%2f..", "/v1//tickets", "/v1/../q/metrics", "/v1\\tickets"})
    void an_ambiguous_path_is_a_400_problem(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
    }

    @Test
    void replicas_take_turns_and_a_dead_one_is_passed_over_even_for_posts() throws Exception {
        Set<String> answered = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            var answer = send(request("/v1/tickets").POST(HttpRequest.BodyPublishers.ofString("body" + i)));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(answer.body()).getString("body")).isEqualTo("body" + i);
            answered.add(new JsonObject(answer.body()).getString("port"));
        }
        assertThat(answered).hasSize(2);
    }

    @Test
    void a_service_that_is_away_is_a_502_problem_and_a_silent_one_a_504() throws Exception {
        assertProblem(send(request("/v1/teams")), 502, "routing-service");
        assertProblem(send(request("/v1/sla/clocks")), 504, "sla-service");
    }

    @Test
    void what_finds_no_connection_is_told_at_once_to_come_again() {
        var crowd = IntStream.range(0, Gateway.CONNECTIONS + Gateway.WAITING + 100)
                .mapToObj(i -> http.sendAsync(request("/v1/sla/clocks").build(), BodyHandlers.ofString()))
                .toList();
        var answers = crowd.stream().map(CompletableFuture::join).toList();
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(503, 504);
        assertThat(answers).filteredOn(answer -> answer.statusCode() == 503).allSatisfy(answer -> {
            assertProblem(answer, 503, "sla-service");
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        });
    }

    @Test
    void a_body_beyond_the_limit_is_a_413_whether_it_says_its_length_or_not() throws Exception {
        var large = "x".repeat(MAX_BODY * 50);
        assertProblem(
                send(request("/v1/inquiries").POST(HttpRequest.BodyPublishers.ofString(large))), 413, "1000 bytes");
        var chunk = Integer.toHexString(600) + "\r\n" + "x".repeat(600) + "\r\n";
        assertThat(raw(
                        "POST /v1/inquiries HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                                + chunk + chunk + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void server_sent_events_arrive_as_they_are_sent() throws Exception {
        var stream = http.send(request("/v1/notifications/stream").build(), BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
        try (var body = stream.body()) {
            var first = new byte[9];
            assertThat(body.readNBytes(first, 0, 9)).isEqualTo(9);
            assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("data: 1\n\n");
        }
    }

    @Test
    void web_sockets_pass_with_the_same_header_rules() throws Exception {
        var heard = new CompletableFuture<String>();
        await(vertx.createWebSocketClient()
                .connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI("/v1/channels/chat")
                        .addHeader("X-Remote-User", "root"))
                .onSuccess(socket -> {
                    socket.textMessageHandler(heard::complete);
                    socket.writeTextMessage("hello");
                }));
        assertThat(heard.get(5, TimeUnit.SECONDS)).isEqualTo("hello from nobody");
    }

    @Test
    void the_page_is_served_with_a_policy_that_lets_nothing_else_in() throws Exception {
        var page = send(request("/"));
        assertThat(page.body()).contains("<h1>Casestream</h1>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe-eval");
        assertThat(send(request("/ui/swagger-ui-bundle.js")).statusCode()).isEqualTo(200);
    }

    @Test
    void health_and_description_say_which_services_are_away() throws Exception {
        var health = send(request("/health"));
        assertThat(health.statusCode()).isEqualTo(503);
        var services = new JsonObject(health.body()).getJsonObject("services");
        assertThat(services.getJsonArray("ticket-service")).isEqualTo(new JsonArray(List.of("UP", "DOWN", "UP")));
        assertThat(services.getJsonArray("routing-service")).isEqualTo(new JsonArray(List.of("DOWN")));
        assertThat(new JsonObject(send(request("/openapi.json")).body()).getJsonArray("x-unreachable"))
                .contains("routing-service");
    }

    private void echo(HttpServerRequest request) {
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            var user = request.getHeader("X-Remote-User") == null ? "nobody" : "root";
            request.toWebSocket()
                    .onSuccess(socket ->
                            socket.textMessageHandler(text -> socket.writeTextMessage(text + " from " + user)));
        } else if (request.path().endsWith("/stream")) {
            request.response()
                    .putHeader("Content-Type", "text/event-stream")
                    .setChunked(true)
                    .write("data: 1\n\n");
        } else {
            request.body().onSuccess(body -> {
                var headers = new JsonObject();
                request.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
                request.response()
                        .putHeader("X-Request-Id", String.valueOf(request.getHeader("X-Request-Id")))
                        .end(new JsonObject()
                                .put("headers", headers)
                                .put("body", body.toString())
                                .put(
                                        "port",
                                        Integer.toString(request.localAddress().port()))
                                .encode());
            });
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(new JsonObject(answer.body()).getInteger("status")).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("detail")).contains(detail);
    }

    private static JsonObject headers(HttpResponse<String> answer) {
        return new JsonObject(answer.body()).getJsonObject("headers");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    private String raw(String text) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private int serve(Handler<HttpServerRequest> handler) throws Exception {
        return await(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"))
                .actualPort();
    }

    private static List<SocketAddress> addresses(Integer... ports) {
        return List.of(ports).stream()
                .map(each -> SocketAddress.inetSocketAddress(each, "127.0.0.1"))
                .toList();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
