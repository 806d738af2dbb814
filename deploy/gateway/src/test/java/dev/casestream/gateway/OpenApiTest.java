package dev.casestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private final OpenApi api = new OpenApi();

    @Test
    void paths_of_all_services_stand_in_one_document_and_operators_paths_do_not() {
        api.add(Service.TICKET, described("/v1/tickets", "Ticket", "string"));
        api.add(Service.SLA, described("/v1/sla/clocks", "Clock", "string"));
        api.add(Service.SLA, described("/v1/parked-keys", "Parked", "string"));
        assertThat(api.merged().getJsonObject("paths").fieldNames()).containsExactly("/v1/sla/clocks", "/v1/tickets");
    }

    @Test
    void a_schema_that_two_services_describe_differently_gets_the_services_name_where_it_is_used_too() {
        api.add(Service.TICKET, described("/v1/tickets", "Item", "string"));
        api.add(Service.SLA, described("/v1/sla/clocks", "Item", "integer"));
        var merged = api.merged();
        var schemas = merged.getJsonObject("components").getJsonObject("schemas");
        assertThat(schemas.getJsonObject("Item").getString("type")).isEqualTo("string");
        assertThat(schemas.getJsonObject("SlaItem").getString("type")).isEqualTo("integer");
        assertThat(merged.getJsonObject("paths").getJsonObject("/v1/sla/clocks").encode())
                .contains("\"#/components/schemas/SlaItem\"");
        assertThat(merged.getJsonObject("paths").getJsonObject("/v1/tickets").encode())
                .contains("\"#/components/schemas/Item\"");
    }

    @Test
    void a_schema_that_they_share_stays_one() {
        api.add(Service.TICKET, described("/v1/tickets", "Problem", "string"));
        api.add(Service.SLA, described("/v1/sla/clocks", "Problem", "string"));
        assertThat(api.merged()
                        .getJsonObject("components")
                        .getJsonObject("schemas")
                        .fieldNames())
                .containsExactly("Problem");
    }

    @Test
    void a_service_that_does_not_answer_is_named() {
        api.miss(Service.ROUTING);
        assertThat(api.merged().getJsonArray("x-unreachable")).containsExactly("routing-service");
    }

    private static JsonObject described(String path, String schema, String type) {
        return new JsonObject("""
                {"paths": {"%s": {"get": {"schema": {"$ref": "#/components/schemas/%s"}}}},
                 "components": {"schemas": {"%s": {"type": "%s"}}}}
                """.formatted(path, schema, schema, type));
    }
}
