package dev.casestream.intake.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BounceTest {

    @Test
    void each_recipient_has_its_own_fate() {
        var report = "Reporting-MTA: dns; mx.example\r\nArrival-Date: x\r\n\r\n"
                + "Original-Recipient: rfc822;Ada@Example.org\r\nFinal-Recipient: rfc822;ada@example.org\r\nAction: failed\r\n"
                + "Status: 5.2.2 (mailbox full)\r\nDiagnostic-Code: smtp; 552 5.2.2\r\n mailbox full\r\n\r\n"
                + "Final-Recipient: rfc822; <ben@example.org>\r\nAction: Delayed\r\nStatus: 4.4.1\r\n";

        assertThat(Bounce.read(report))
                .containsExactly(
                        new Bounce("ada@example.org", "failed", "5.2.2"),
                        new Bounce("ben@example.org", "delayed", "4.4.1"));
        assertThat(Bounce.read(report)).extracting(Bounce::state).containsExactly("bounced", "delayed");
    }

    @Test
    void nonsense_reports_nothing() {
        assertThat(Bounce.read("")).isEmpty();
        assertThat(Bounce.read("Action: exploded\nFinal-Recipient: x")).isEmpty();
        assertThat(Bounce.read("Action: failed\nFinal-Recipient: rfc822; no address\nStatus: 9"))
                .containsExactly(new Bounce(null, "failed", null));
        assertThat(Bounce.read("Action: failed\n\n".repeat(10_000))).hasSize(50);
    }
}
