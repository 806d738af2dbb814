package dev.casestream.intake.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.intake.domain.MailSense.Automatic;
import dev.casestream.intake.domain.MailSense.Personal;
import dev.casestream.intake.domain.MailSense.Suppressed;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailSenseTest {

    private static MailSense of(String header, String value) {
        return MailSense.of(Map.of(header, List.of(value)), "ada@example.org", false, "ada@example.org");
    }

    @Test
    void people_are_people() {
        assertThat(of("auto-submitted", "no")).isEqualTo(new Personal());
        assertThat(of("precedence", "normal")).isEqualTo(new Personal());
    }

    @Test
    void machines_say_so_in_many_ways() {
        assertThat(of("auto-submitted", "auto-replied (vacation)")).isEqualTo(new Automatic("auto-submitted"));
        assertThat(of("precedence", "Bulk")).isEqualTo(new Automatic("precedence"));
        assertThat(of("list-id", "<dev.example.org>")).isEqualTo(new Automatic("mailing-list"));
        assertThat(of("x-auto-response-suppress", "DR, OOF, AutoReply")).isEqualTo(new Automatic("auto-response"));
        assertThat(MailSense.of(Map.of(), "ada@example.org", false, "")).isEqualTo(new Automatic("null-sender"));
    }

    @Test
    void bounces_reports_own_mail_and_loops_are_no_requests() {
        assertThat(of("content-type", "multipart/report; report-type=delivery-status"))
                .isEqualTo(new Suppressed("bounce"));
        assertThat(of("content-type", "multipart/report; report-type=feedback-report"))
                .isEqualTo(new Suppressed("feedback-report"));
        assertThat(of("content-type", "Multipart/Report; report-type=disposition-notification"))
                .isEqualTo(new Suppressed("read-receipt"));
        assertThat(MailSense.of(Map.of(), "mailer-daemon@mx.example", false, null))
                .isEqualTo(new Suppressed("bounce"));
        assertThat(MailSense.of(Map.of(), "support@casestream.local", true, null))
                .isEqualTo(new Suppressed("own-mail"));
        assertThat(MailSense.of(
                        Map.of("received", Collections.nCopies(60, "from a by b")), "ada@example.org", false, null))
                .isEqualTo(new Suppressed("mail-loop"));
    }
}
