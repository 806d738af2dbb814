package dev.casestream.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.notification.domain.Verdict.Refused;
import dev.casestream.notification.domain.Verdict.Withheld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScreeningTest {

    private static final MailAddress OURS = new MailAddress("support", "casestream.local");

    @Test
    void ordinary_letter_may_go_out() {
        assertThat(Screening.of(Purpose.REPLY, "anna@example.com", OURS, true, true))
                .isEmpty();
    }

    @Test
    void reply_without_address_fails_and_acknowledgement_without_one_is_none() {
        assertThat(Screening.of(Purpose.REPLY, null, OURS, true, true)).contains(new Refused("no-address", true));
        assertThat(Screening.of(Purpose.ACKNOWLEDGEMENT, null, OURS, true, true))
                .contains(new Withheld("no-address"));
    }

    @Test
    void channel_that_nobody_serves_is_said() {
        assertThat(Screening.of(Purpose.REPLY, "anna@example.com", OURS, false, true))
                .contains(new Refused("no-sender", true));
    }

    @Test
    void budget_that_is_spent_withholds() {
        assertThat(Screening.of(Purpose.ACKNOWLEDGEMENT, "anna@example.com", OURS, true, false))
                .contains(new Withheld("loop-budget"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"support@casestream.local", "SUPPORT@casestream.local", "support+rt.x@Casestream.Local"})
    void we_do_not_write_to_ourselves(String address) {
        assertThat(Screening.of(Purpose.ACKNOWLEDGEMENT, address, OURS, true, true))
                .contains(new Withheld("own-address"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "anna", "anna@", "@example.com", "a b@example.com", "a@b@c", "a,b@example.com", "<a@b>"})
    void what_is_no_address_gets_no_mail(String address) {
        assertThat(Screening.of(Purpose.REPLY, address, OURS, true, true))
                .contains(new Refused("invalid-address", true));
    }

    @Test
    void line_breaks_do_not_reach_the_mail_server() {
        assertThat(MailAddress.of("anna@example.com>\r\nRCPT TO:<x@evil.example"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "550, true",
        "552, true",
        "554, true",
        "421, false",
        "451, false",
        "503, false",
        "530, false",
        "535, false"
    })
    void server_that_will_not_have_the_letter_is_not_asked_again(int code, boolean forGood) {
        assertThat(SmtpReply.verdict(code)).isEqualTo(new Refused("smtp-" + code, forGood));
    }

    @Test
    void budget_counts_addresses_and_domains() {
        var budget = new LoopBudget(5, 100);

        assertThat(budget.allows(5, 100)).isTrue();
        assertThat(budget.allows(6, 6)).isFalse();
        assertThat(budget.allows(1, 101)).isFalse();
    }
}
