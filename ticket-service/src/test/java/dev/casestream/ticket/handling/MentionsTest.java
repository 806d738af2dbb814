package dev.casestream.ticket.handling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MentionsTest {

    @Test
    void names_after_an_at_sign_are_mentions_and_addresses_are_not() {
        assertThat(Mentions.in("@alice, ask @billing-team. Or (@bob): mail ann@example.org @alice"))
                .containsExactly("alice", "billing-team", "bob");
        assertThat(Mentions.in("@ nobody @@ me@")).isEmpty();
    }
}
