package dev.casestream.ticket.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void variables_get_their_values() {
        assertThat(new Template("Hello {{customer.name}}, about {{ ticket.number }}: $1 \\ {{field.order}}")
                        .render(Map.of("customer.name", "Ann $0", "ticket.number", "CS-1", "field.order", "A-7"))
                        .text())
                .isEqualTo("Hello Ann $0, about CS-1: $1 \\ A-7");
    }

    @Test
    void what_has_no_value_has_its_substitute_or_is_missing() {
        var rendered = new Template("Hello {{customer.name|you}}, {{agent.name}} {{agent.name}}").render(Map.of());
        assertThat(rendered.text()).isEqualTo("Hello you,  ");
        assertThat(rendered.missing()).isEqualTo(Set.of("agent.name"));
        assertThat(new Template("{{customer.name|}}").render(Map.of()).missing())
                .isEmpty();
    }

    @Test
    void values_are_not_templates() {
        assertThat(new Template("{{ticket.subject}}")
                        .render(Map.of("ticket.subject", "{{agent.name}}"))
                        .text())
                .isEqualTo("{{agent.name}}");
    }

    @Test
    void the_text_is_in_the_customers_language_or_the_nearest() {
        var texts = Map.of("en", "Hello", "de", "Hallo", "pt-BR", "Oi");
        assertThat(Template.in("de-AT", texts).text()).isEqualTo("Hallo");
        assertThat(Template.in("pt-BR", texts).text()).isEqualTo("Oi");
        assertThat(Template.in("da", texts).text()).isEqualTo("Hello");
        assertThat(Template.in(null, texts).text()).isEqualTo("Hello");
        assertThat(Template.in("da", Map.of("sv", "Hej", "nb", "Hei")).text()).isEqualTo("Hei");
    }
}
