package dev.casestream.ticket.domain;

import static dev.casestream.contracts.TicketStatus.CLOSED;
import static dev.casestream.contracts.TicketStatus.OPEN;
import static dev.casestream.contracts.TicketStatus.PENDING;
import static dev.casestream.contracts.TicketStatus.SOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.domain.Decision.Refused;
import dev.casestream.ticket.domain.Field.Type;
import dev.casestream.ticket.domain.TicketCommand.Classify;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObligationsTest {

    @Test
    void a_whole_ends_after_its_parts() {
        var parts = new Obligations(2, false, List.of());
        assertThat(rule(parts, SOLVED, Map.of())).isEqualTo("open-children");
        assertThat(rule(parts, CLOSED, Map.of())).isEqualTo("open-children");
        assertThat(rule(parts, PENDING, Map.of())).isEmpty();
    }

    @Test
    void a_field_is_required_in_its_categories_and_for_its_statuses() {
        var field = new Field("order", Type.TEXT, List.of(), List.of("refund"), List.of(SOLVED, PENDING));
        var fields = new Obligations(0, false, List.of(field));
        assertThat(rule(fields, SOLVED, Map.of())).isEqualTo("missing-fields");
        assertThat(rule(fields, PENDING, Map.of("order", ""))).isEqualTo("missing-fields");
        assertThat(rule(fields, SOLVED, Map.of("order", "A-1"))).isEmpty();
        assertThat(rule(fields, CLOSED, Map.of())).isEmpty();
        var other = ((Decision.Accepted) Cases.LIFECYCLE.decide(
                        Cases.ticket(OPEN), new Classify(new Triage(Priority.LOW, "other", 1, List.of())), Cases.T0))
                .events();
        assertThat(fields.against(Cases.ticket(OPEN).evolve(other.getFirst()), SOLVED, Map.of()))
                .isEmpty();
    }

    @Test
    void time_is_logged_before_solving_where_that_is_asked_for() {
        assertThat(rule(new Obligations(0, true, List.of()), SOLVED, Map.of())).isEqualTo("time-missing");
        assertThat(rule(Obligations.NONE, SOLVED, Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TEXT, words, true",
        "NUMBER, words, false",
        "BOOL, true, false",
        "DATE, 2026-02-28, true",
        "DATE, 2026-02-30, false",
        "DATE, tomorrow, false",
        "CHOICE, red, true",
        "CHOICE, pink, false",
        "TREE, hardware/printer, true",
        "TREE, hardware/toaster, false",
        "USER, alice, true"
    })
    void a_value_is_of_its_fields_type(Type type, String value, boolean right) {
        var field = new Field("f", type, List.of("red", "hardware", "hardware/printer"), List.of(), List.of());
        assertThat(field.refusal(value).isEmpty()).isEqualTo(right);
    }

    @Test
    void numbers_and_truths_are_no_texts() {
        var number = new Field("n", Type.NUMBER, List.of(), List.of(), List.of());
        assertThat(number.refusal(12.5)).isEmpty();
        assertThat(number.refusal(Double.parseDouble("1e300"))).isPresent();
        assertThat(new Field("t", Type.TEXT, List.of(), List.of(), List.of()).refusal(5))
                .isPresent();
        assertThat(new Field("b", Type.BOOL, List.of(), List.of(), List.of()).refusal(true))
                .isEmpty();
        assertThat(new Field("t", Type.TEXT, List.of(), List.of(), List.of()).refusal("x".repeat(2001)))
                .isPresent();
    }

    private static String rule(Obligations obligations, TicketStatus to, Map<String, Object> values) {
        var refund = Cases.LIFECYCLE.decide(
                Cases.ticket(OPEN), new Classify(new Triage(Priority.LOW, "refund", 1, List.of())), Cases.T0);
        var ticket =
                Cases.ticket(OPEN).evolve(((Decision.Accepted) refund).events().getFirst());
        return obligations.against(ticket, to, values).map(Refused::rule).orElse("");
    }
}
