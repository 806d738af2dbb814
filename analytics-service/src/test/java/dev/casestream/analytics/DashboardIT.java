package dev.casestream.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class DashboardIT {

    @Test
    void the_page_is_public_holds_its_script_only_and_lets_no_other_run() {
        var page = given().get("/v1/dashboard")
                .then()
                .statusCode(200)
                .contentType("text/html")
                .extract();
        var policy = page.header("Content-Security-Policy");
        var nonce = policy.replaceAll(".*script-src 'nonce-(\\w+)'.*", "$1");
        assertThat(policy).startsWith("default-src 'none'").contains("frame-ancestors 'none'");
        assertThat(page.asString())
                .contains("<script nonce=\"" + nonce + "\">", "<style nonce=\"" + nonce + "\">", "lang=\"en\"")
                .doesNotContain("<script>", "src=\"http", "href=\"http", "{nonce}");
        assertThat(given().get("/v1/dashboard").header("Content-Security-Policy"))
                .doesNotContain(nonce);
    }
}
