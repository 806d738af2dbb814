package dev.casestream.intake.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.InquiryEvent.Basis;
import dev.casestream.contracts.InquiryEvent.TicketHint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ThreadingTest {

    private static final UUID TICKET = UUID.fromString("019c4cde-410f-7cba-86b5-736faf67e54b");
    private static final UUID OTHER = UUID.fromString("019c4cde-410f-7cba-86b5-736faf67e54c");

    private static Clues clues(
            List<String> references, List<UUID> tickets, @org.jspecify.annotations.Nullable String number) {
        return new Clues("email:root", "email:own", references, tickets, number, Set.of("ada@example.org"));
    }

    private static Earlier earlier(String id, @org.jspecify.annotations.Nullable UUID ticket, String... participants) {
        return new Earlier(id, "email:thread", ticket, Set.of(participants));
    }

    @Test
    void token_wins_over_everything() {
        var placement = Threading.place(
                clues(List.of("m1@x"), List.of(TICKET), "CS-7"),
                "ada@example.org",
                Map.of(TICKET, "email:first"),
                List.of(earlier("m1@x", OTHER, "ada@example.org")));

        assertThat(placement).isEqualTo(new Placement("email:first", new TicketHint(TICKET, null, Basis.REPLY_TOKEN)));
    }

    @Test
    void token_of_a_ticket_whose_conversation_is_unknown_orders_by_the_ticket() {
        assertThat(Threading.place(clues(List.of(), List.of(TICKET), null), "ada@example.org", Map.of(), List.of())
                        .conversationKey())
                .isEqualTo("ticket:" + TICKET);
    }

    @Test
    void reference_to_a_message_one_took_part_in_names_its_ticket() {
        var placement = Threading.place(
                clues(List.of("m2@x", "m1@x"), List.of(), "CS-7"),
                "ada@example.org",
                Map.of(),
                List.of(earlier("m1@x", TICKET, "ada@example.org")));

        assertThat(placement).isEqualTo(new Placement("email:thread", new TicketHint(TICKET, null, Basis.REFERENCES)));
    }

    @Test
    void reference_to_a_message_without_ticket_yet_keeps_its_order() {
        var placement = Threading.place(
                clues(List.of("m1@x"), List.of(), null),
                "ada@example.org",
                Map.of(),
                List.of(earlier("m1@x", null, "ada@example.org")));

        assertThat(placement).isEqualTo(new Placement("email:thread", null));
    }

    @Test
    void stranger_who_knows_a_message_id_begins_a_conversation_of_their_own() {
        var placement = Threading.place(
                clues(List.of("m1@x"), List.of(), null),
                "mallory@example.net",
                Map.of(),
                List.of(earlier("m1@x", TICKET, "ada@example.org")));

        assertThat(placement).isEqualTo(new Placement("email:own", null));
    }

    @Test
    void number_in_the_subject_is_only_a_hint_for_others_to_check() {
        var placement = Threading.place(clues(List.of(), List.of(), "CS-1042"), "ada@example.org", Map.of(), List.of());

        assertThat(placement)
                .isEqualTo(new Placement("email:root", new TicketHint(null, "CS-1042", Basis.SUBJECT_NUMBER)));
    }
}
