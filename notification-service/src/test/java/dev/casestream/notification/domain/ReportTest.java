package dev.casestream.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.InquiryEvent.DeliveryReported;
import dev.casestream.notification.domain.Report.Fate;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {

    @ParameterizedTest
    @ValueSource(strings = {"delivered", "read"})
    void what_was_delivered_or_read_has_arrived(String state) {
        assertThat(Report.of(reported(state, null))).contains(new Report(Fate.ARRIVED, null));
    }

    @Test
    void a_bounce_is_named_by_its_status_and_a_failure_by_its_channels_code() {
        assertThat(Report.of(reported("bounced", "5.1.1"))).contains(new Report(Fate.CAME_BACK, "dsn-5.1.1"));
        assertThat(Report.of(reported("bounced", null))).contains(new Report(Fate.CAME_BACK, "dsn-bounced"));
        assertThat(Report.of(reported("failed", "131026"))).contains(new Report(Fate.LOST, "whatsapp-131026"));
    }

    @Test
    void words_of_a_provider_are_no_code() {
        assertThat(Report.of(reported("failed", "Ada has blocked you")))
                .contains(new Report(Fate.LOST, "whatsapp-failed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sent", "delayed", "relayed", ""})
    void what_is_no_end_says_nothing(String state) {
        assertThat(Report.of(reported(state, null))).isEmpty();
    }

    private static DeliveryReported reported(String state, @Nullable String status) {
        return new DeliveryReported(
                new UUID(1, 1), "w:1", Instant.EPOCH, "whatsapp", "main", "wamid.1", null, null, state, status);
    }
}
