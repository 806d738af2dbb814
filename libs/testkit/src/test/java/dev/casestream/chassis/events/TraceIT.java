package dev.casestream.chassis.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class TraceIT {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Inject
    Counters counters;

    @Test
    void the_trace_of_a_request_goes_on_in_the_events_that_it_causes() {
        var id = Ids.next();
        counters.create(id).await().indefinitely();
        RestAssured.given()
                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .post("/v1/counters/{id}", id)
                .then()
                .statusCode(200);
        try (var kafka = new KafkaProbe()) {
            await().untilAsserted(() -> assertThat(kafka.records(Topic.TICKETS.topicName()))
                    .filteredOn(record -> id.toString().equals(record.key()))
                    .singleElement()
                    .satisfies(record -> assertThat(KafkaProbe.headers(record).get("traceparent"))
                            .startsWith("00-" + TRACE)
                            .endsWith("-01")));
        }
    }
}
