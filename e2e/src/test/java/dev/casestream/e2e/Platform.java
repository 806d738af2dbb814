package dev.casestream.e2e;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The platform as {@code ./casestream up} starts it, with data and ports of its own, so that a developer's running one
 * is left alone. Started once a JVM, and ended with it.
 */
public final class Platform {

    public static final int PORT_SHIFT =
            Integer.parseInt(System.getenv().getOrDefault("CASESTREAM_TEST_PORT_SHIFT", "20000"));
    public static final int SMTP = 2525 + PORT_SHIFT;
    public static final int IMAP = 3143 + PORT_SHIFT;
    public static final String KAFKA = "127.0.0.1:" + (19092 + PORT_SHIFT);

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path VAR = Path.of(System.getProperty(
            "casestream.e2e.var", HOME.resolve("e2e/target/platform").toString()));
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    static {
        casestream("reset", "--yes");
        casestream("up");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> casestream("down")));
    }

    private Platform() {}

    /** A request to the public origin on behalf of somebody whom the platform knows: alice is the agent. */
    public static RequestSpecification as(String role) {
        return anonymous().auth().oauth2(token("--role", role));
    }

    public static RequestSpecification as(String role, String subject, String... teams) {
        var arguments = new ArrayList<>(List.of("--role", role, "--subject", subject));
        List.of(teams).forEach(team -> arguments.addAll(List.of("--team", team)));
        return anonymous().auth().oauth2(token(arguments.toArray(String[]::new)));
    }

    public static RequestSpecification anonymous() {
        return RestAssured.given().baseUri("http://127.0.0.1").port(8080 + PORT_SHIFT);
    }

    /** Where it keeps its data, its logs and the mail that it sent. */
    public static Path directory() {
        return VAR;
    }

    public static String bearer(String role) {
        return token("--role", role);
    }

    public static ProcessHandle process(String child) {
        return ProcessHandle.of(child(child).getLong("process.pid")).orElseThrow();
    }

    public static ProcessHandle supervisor() {
        return ProcessHandle.of(status().getLong("state.supervisor.pid")).orElseThrow();
    }

    /** The port that people use of a child. */
    public static int port(String child) {
        return child(child).getInt("ports[0]");
    }

    /** {@code kill -9}, by the process id that the supervisor names. */
    public static void kill(String child) {
        var pid = child(child).getLong("process.pid");
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** How often the supervisor has started a child again. */
    public static int restarts(String child) {
        return child(child).getInt("restarts");
    }

    public static boolean isReady() {
        return status().getBoolean("ready");
    }

    private static JsonPath child(String name) {
        var status = status();
        List<Map<String, Object>> children = status.getList("state.children");
        for (int i = 0; i < children.size(); i++) {
            if (name.equals(children.get(i).get("name"))) {
                return status.setRootPath("state.children[" + i + "]");
            }
        }
        throw new IllegalArgumentException(name + " is not in " + children);
    }

    public static List<String> children() {
        return status().getList("state.children.name");
    }

    private static JsonPath status() {
        return JsonPath.from(output(run("status", "--json")));
    }

    private static String token(String... arguments) {
        return TOKENS.computeIfAbsent(String.join(" ", arguments), key -> {
            var command = new ArrayList<>(List.of("token"));
            command.addAll(List.of(arguments));
            return casestream(command.toArray(String[]::new)).strip();
        });
    }

    private static String casestream(String... arguments) {
        var process = run(arguments);
        var output = output(process);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("casestream " + String.join(" ", arguments) + ":\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return output;
    }

    /** The launcher itself: the script in front of it would look for something to build in the midst of a build. */
    private static Process run(String... arguments) {
        var app = HOME.resolve("deploy/local/target/app");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dcasestream.home=" + HOME,
                "-cp",
                app.resolve("local.jar") + ":" + app.resolve("lib") + "/*",
                "dev.casestream.local.command.Casestream"));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(VAR);
            var builder = new ProcessBuilder(command);
            builder.environment().put("CASESTREAM_VAR", VAR.toString());
            builder.environment().put("CASESTREAM_PORT_SHIFT", Integer.toString(PORT_SHIFT));
            if (!arguments[0].equals("token") && !arguments[0].equals("status")) {
                builder.redirectErrorStream(true);
            } else {
                builder.redirectError(VAR.resolve("errors.log").toFile());
            }
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String output(Process process) {
        try (var in = process.getInputStream()) {
            var output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(2, TimeUnit.MINUTES);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
