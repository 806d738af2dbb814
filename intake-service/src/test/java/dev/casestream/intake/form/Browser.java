package dev.casestream.intake.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A real Chromium with one page, spoken to by its own protocol. */
final class Browser implements AutoCloseable, WebSocket.Listener {

    static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern PORT = Pattern.compile("DevTools listening on ws://127\\.0\\.0\\.1:(\\d+)/");

    private final HttpClient http = HttpClient.newHttpClient();
    private final LinkedBlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final StringBuilder incoming = new StringBuilder();
    private final Process process;
    private final WebSocket page;
    private int last;

    Browser() throws Exception {
        process = new ProcessBuilder(
                        CHROMIUM.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + Files.createTempDirectory("browser"),
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        var port = port();
        var pages = JSON.readTree(http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
        page = http.newWebSocketBuilder()
                .buildAsync(URI.create(pages.get(0).path("webSocketDebuggerUrl").asText()), this)
                .get(20, TimeUnit.SECONDS);
    }

    private String port() throws IOException {
        for (var line : (Iterable<String>) process.inputReader().lines()::iterator) {
            var match = PORT.matcher(line);
            if (match.find()) {
                return match.group(1);
            }
        }
        throw new IOException("the browser did not start");
    }

    JsonNode call(String method, Map<String, Object> parameters) {
        try {
            var id = ++last;
            page.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true);
            for (var answer = answers.poll(20, TimeUnit.SECONDS);
                    answer != null;
                    answer = answers.poll(20, TimeUnit.SECONDS)) {
                if (answer.path("id").asInt() == id) {
                    return answer.path("result");
                }
            }
            throw new IllegalStateException("no answer to " + method);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String says(String expression) {
        return call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
                .path("result")
                .path("value")
                .asText();
    }

    void type(String id, String words) {
        says("document.getElementById('" + id + "').focus()");
        call("Input.insertText", Map.of("text", words));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
        incoming.append(data);
        if (isLast) {
            try {
                answers.add(JSON.readTree(incoming.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            incoming.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public void close() {
        page.abort();
        http.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
