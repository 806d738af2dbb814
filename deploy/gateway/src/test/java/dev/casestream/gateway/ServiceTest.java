package dev.casestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/inquiries, INTAKE",
        "/v1/channels/email/messages, INTAKE",
        "/v1/channels/twilio-sms/main/webhook, INTAKE",
        "/v1/widget.js, INTAKE",
        "/v1/tickets/CS-1/messages, TICKET",
        "/v1/events, TICKET",
        "/v1/routing/decisions, ROUTING",
        "/v1/sla/clocks, SLA",
        "/v1/webhooks/1/deliveries, NOTIFICATION",
        "/v1/status/token, NOTIFICATION",
        "/v1/statuses, TICKET",
        "/v1/time-entries/report, TICKET",
        "/v1/dashboard, ANALYTICS"
    })
    void the_first_word_says_whose_path_it_is(String path, Service owner) {
        assertThat(Service.owning(path)).contains(owner);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/",
                "/tickets",
                "/v2/tickets",
                "/V1/tickets",
                "/v1/Tickets",
                "/q/metrics",
                "/v1/q"
            })
    void nobody_owns_what_is_not_published(String path) {
        assertThat(Service.owning(path)).isEmpty();
    }
}
