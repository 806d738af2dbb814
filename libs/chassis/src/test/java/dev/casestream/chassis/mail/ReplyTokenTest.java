package dev.casestream.chassis.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplyTokenTest {

    private static final Random RANDOM = new Random(42);
    private final byte[] oldKey = key();
    private final byte[] newKey = key();
    private final ReplyToken tokens = new ReplyToken(List.of(newKey, oldKey));

    @Test
    void a_token_stands_for_its_ticket_wherever_it_is_written() {
        for (int i = 0; i < 1_000; i++) {
            var ticket = new UUID(RANDOM.nextLong(), RANDOM.nextLong());
            var token = tokens.sign(ticket);
            assertThat(token).hasSize(51);
            assertThat(tokens.verify("Support <support+" + token + "@example.org>"))
                    .contains(ticket);
            assertThat(tokens.verify("<" + token.toUpperCase(Locale.ROOT) + ".0@EXAMPLE.ORG>"))
                    .contains(ticket);
            assertThat(tokens.verify("<a@b> <" + token + ".1@x> <c@d>")).contains(ticket);
        }
    }

    @Test
    void any_changed_character_makes_it_worthless() {
        var token = tokens.sign(new UUID(1, 2));
        for (int i = 3; i < token.length(); i++) {
            var other = token.charAt(i) == '0' ? '1' : '0';
            assertThat(tokens.verify(token.substring(0, i) + other + token.substring(i + 1)))
                    .as("character %d", i)
                    .isEmpty();
        }
        assertThat(tokens.verify(token.substring(0, token.length() - 1))).isEmpty();
        assertThat(tokens.verify("rt." + "0".repeat(48))).isEmpty();
        assertThat(tokens.verify("x" + token)).isEmpty();
        assertThat(tokens.verify("")).isEmpty();
    }

    @Test
    void a_genuine_token_counts_although_a_forged_one_stands_before_it() {
        var ticket = new UUID(3, 4);
        assertThat(tokens.verify("rt." + "1".repeat(48) + " " + tokens.sign(ticket)))
                .contains(ticket);
    }

    @Test
    void an_old_key_verifies_until_it_is_taken_away() {
        var ticket = new UUID(5, 6);
        var old = new ReplyToken(List.of(oldKey)).sign(ticket);
        assertThat(tokens.verify(old)).contains(ticket);
        assertThat(new ReplyToken(List.of(newKey)).verify(old)).isEmpty();
    }

    @Test
    void without_a_key_nothing_is_signed_and_nothing_believed() {
        var none = new ReplyToken(List.of());
        assertThat(none.verify(tokens.sign(new UUID(7, 8)))).isEmpty();
        assertThatThrownBy(() -> none.sign(new UUID(7, 8))).hasMessageContaining("casestream.reply-token.key-file");
    }

    private static byte[] key() {
        var key = new byte[32];
        RANDOM.nextBytes(key);
        return key;
    }
}
