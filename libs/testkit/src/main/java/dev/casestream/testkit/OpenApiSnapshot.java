package dev.casestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * Holds a service to the description of its API that lies in {@code docs/openapi}: implemented by a test class of the
 * service, it fails when the two differ. {@code -Dcasestream.regenerate=true} takes the new description over.
 */
public interface OpenApiSnapshot {

    @Test
    default void the_api_is_described_as_the_snapshot_says() throws IOException {
        var service = ConfigProvider.getConfig().getValue("quarkus.application.name", String.class);
        var snapshot = Path.of("..", "docs", "openapi", service + ".yaml");
        var described = RestAssured.get("/q/openapi?format=yaml")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        if (Boolean.getBoolean("casestream.regenerate")) {
            Files.createDirectories(snapshot.getParent());
            Files.writeString(snapshot, described);
        }
        assertThat(snapshot)
                .as(
                        "the API of %s changed: look at the difference; if it is meant and compatible, "
                                + "run its tests with -Dcasestream.regenerate=true and commit the file",
                        service)
                .exists()
                .content()
                .isEqualTo(described);
    }
}
