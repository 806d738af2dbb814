package dev.casestream.ticket;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class OpenApiIT {

    @Test
    void every_call_is_described() {
        var document = given().queryParam("format", "json").get("/q/openapi").jsonPath();
        Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
        assertThat(paths)
                .containsKeys(
                        "/v1/tickets",
                        "/v1/tickets/{ticket}",
                        "/v1/tickets/{ticket}/replies",
                        "/v1/tickets/{ticket}/notes",
                        "/v1/tickets/{ticket}/assign",
                        "/v1/tickets/{ticket}/solve",
                        "/v1/tickets/{ticket}/reopen",
                        "/v1/tickets/{ticket}/close",
                        "/v1/tickets/{ticket}/hold",
                        "/v1/tickets/{ticket}/escalate",
                        "/v1/tickets/{ticket}/messages",
                        "/v1/tickets/{ticket}/events",
                        "/v1/customers",
                        "/v1/customers/{customer}");
        paths.entrySet().stream()
                .filter(path ->
                        path.getKey().startsWith("/v1/tickets") || path.getKey().startsWith("/v1/customers"))
                .flatMap(path -> path.getValue().values().stream())
                .forEach(call -> assertThat(call).containsKeys("summary", "responses", "tags"));
        assertThat(document.getMap("components.schemas")).containsKeys("Ticket", "Message", "Customer", "TicketPage");
        assertThat(document.getMap("components.schemas.Ticket.properties"))
                .containsKeys("number", "requester", "mergedInto", "version");
    }
}
