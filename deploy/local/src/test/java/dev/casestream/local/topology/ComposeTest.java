package dev.casestream.local.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casestream.local.Installation;
import dev.casestream.local.key.Keys;
import dev.casestream.local.key.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** What containers run with is what the launcher runs with. */
class ComposeTest {
    private static final Path ROOT = Path.of("../..");
    private static final String LOCAL_LOGIN = "QUARKUS_OIDC_PUBLIC_KEY";
    private static final Set<String> KEYCLOAK = Set.of("QUARKUS_OIDC_AUTH_SERVER_URL", "QUARKUS_OIDC_TOKEN_ISSUER");

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource
    void a_service_has_the_same_settings_but_for_who_signs_the_tokens(Service service) throws Exception {
        var local = new HashSet<>(new Settings(new Installation(ROOT, directory, 0), Keys.in(directory))
                .of(service, 1)
                .keySet());
        assertThat(local.remove(LOCAL_LOGIN)).isTrue();
        local.addAll(KEYCLOAK);
        assertThat(names(compose().at("/services/" + service.module() + "/environment")))
                .containsExactlyInAnyOrderElementsOf(local);
    }

    @ParameterizedTest
    @EnumSource
    void a_service_has_its_database_and_the_gateway_knows_it(Service service) throws Exception {
        assertThat(Files.readString(ROOT.resolve("deploy/docker/databases.sql")))
                .contains("CREATE DATABASE " + service.database() + ";");
        assertThat(compose()
                        .at("/services/" + service.module() + "/environment/QUARKUS_DATASOURCE_REACTIVE_URL")
                        .asText())
                .endsWith("/" + service.database());
        assertThat(compose()
                        .at("/services/gateway/environment/CASESTREAM_BACKENDS_" + service.name())
                        .asText())
                .isEqualTo(service.module() + ":8080");
    }

    @Test
    void no_secret_has_a_default_and_ports_are_published_on_loopback_only() throws Exception {
        var text = Files.readString(ROOT.resolve("docker-compose.yml"));
        assertThat(text.lines().filter(line -> line.contains("PASSWORD:")))
                .isNotEmpty()
                .allMatch(line -> line.matches(".*\\$\\{[A-Z_]+:\\?.*}"));
        for (var service : compose().get("services")) {
            service.path("ports").forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
        }
    }

    @Test
    void the_realm_has_the_roles_that_tokens_carry_and_the_claims_that_services_read() throws Exception {
        var realm =
                new ObjectMapper().readTree(Files.readString(ROOT.resolve("deploy/keycloak/casestream-realm.json")));
        assertThat(realm.at("/roles/realm").findValuesAsText("name"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Role.values()).map(Role::toString).toList());
        for (var client : realm.get("clients")) {
            var mapped = client.path("protocolMappers").findValuesAsText("claim.name");
            var audience = client.path("protocolMappers").findValuesAsText("included.custom.audience");
            var logsIn = client.get("standardFlowEnabled").asBoolean()
                    || client.get("serviceAccountsEnabled").asBoolean();
            assertThat(mapped.containsAll(Set.of("groups", "teams")) && audience.contains("casestream"))
                    .as(client.get("clientId").asText())
                    .isEqualTo(logsIn);
            assertThat(client.has("secret")).isFalse();
        }
    }

    @Test
    void compose_itself_takes_the_file_where_it_is_installed() throws Exception {
        var command = new ProcessBuilder(
                        "docker",
                        "compose",
                        "-f",
                        ROOT.resolve("docker-compose.yml").toString(),
                        "config",
                        "--quiet")
                .redirectErrorStream(true);
        command.environment().put("CASESTREAM_DB_PASSWORD", "x");
        command.environment().put("KEYCLOAK_ADMIN_PASSWORD", "x");
        if (!isInstalled()) {
            Files.writeString(
                    Path.of("target/not-run.txt"),
                    "docker compose config on docker-compose.yml: no docker compose\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return;
        }
        var process = command.start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("docker", "compose", "version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<String> names(JsonNode object) {
        var names = new HashSet<String>();
        new ArrayList<>(object.properties()).forEach(field -> names.add(field.getKey()));
        return names;
    }

    /** With merge keys resolved, which SnakeYAML does and Jackson does not. */
    private static JsonNode compose() throws IOException {
        return new ObjectMapper()
                .valueToTree(new Yaml().<Object>load(Files.readString(ROOT.resolve("docker-compose.yml"))));
    }
}
