package dev.casestream.e2e;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard and the alerts of {@code deploy/grafana} ask for what the services really export. */
class OperatorsViewIT {

    private static final Path GRAFANA = Path.of("../deploy/grafana");
    private static final Pattern METRIC =
            Pattern.compile("\\b(?:casestream|kafka|http_server|jvm|process|sql_pool)_[a-z_]+\\b");
    private static final Pattern PART_OF_A_METRIC = Pattern.compile("_(bucket|count|sum|max|total)$");

    /** Some are there only once something was asked and something was sent. */
    @BeforeAll
    static void let_somebody_be_served() {
        var customer = Mailbox.of("Oline Operator");
        customer.write("Is anybody there?", "I only want to see that somebody answers this letter, as they always do.");
        await().atMost(Duration.ofSeconds(60)).until(() -> !customer.letters().isEmpty());
        Platform.as("agent").get("/v1/tickets").then().statusCode(200);
    }

    @Test
    void every_metric_that_is_asked_for_is_exported() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(exported())
                        .containsAll(askedFor("dashboard.json"))
                        .containsAll(askedFor("alerts.yml")));
    }

    @Test
    void every_metric_of_ours_is_on_the_dashboard() {
        var shown = families(askedFor("dashboard.json"));
        assertThat(families(exported()).stream().filter(metric -> metric.startsWith("casestream_")))
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(shown).contains(metric));
    }

    @Test
    void prometheus_takes_the_rules_where_it_is_installed() throws Exception {
        if (!isInstalled()) {
            Files.writeString(
                    Path.of("target/not-run.txt"),
                    "promtool check rules on deploy/grafana/alerts.yml: no promtool\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return;
        }
        for (var check : List.of(
                List.of("check", "rules", "alerts.yml"),
                List.of("check", "config", "--syntax-only", "prometheus.yml"))) {
            var command = new ArrayList<>(List.of("promtool"));
            command.addAll(check);
            var process = new ProcessBuilder(command)
                    .directory(GRAFANA.toFile())
                    .redirectErrorStream(true)
                    .start();
            var said = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(said).isZero();
        }
    }

    private static Set<String> exported() {
        return IntStream.rangeClosed(8081, 8086)
                .mapToObj(port -> RestAssured.get("http://127.0.0.1:" + (port + Platform.PORT_SHIFT) + "/q/metrics")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .flatMap(String::lines)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(toSet());
    }

    private static Set<String> askedFor(String file) {
        try {
            return METRIC.matcher(Files.readString(GRAFANA.resolve(file)))
                    .results()
                    .map(MatchResult::group)
                    .collect(toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> families(Set<String> names) {
        return names.stream()
                .map(name -> PART_OF_A_METRIC.matcher(name).replaceFirst(""))
                .collect(toSet());
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("promtool", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
