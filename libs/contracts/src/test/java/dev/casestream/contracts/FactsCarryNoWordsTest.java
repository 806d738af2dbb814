package dev.casestream.contracts;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.casestream.contracts.Components.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What is kept for ever is free of personal words; words travel on the topics that can be erased, or soon expire. */
class FactsCarryNoWordsTest {

    private static final Set<Topic> ERASABLE =
            EnumSet.of(Topic.INQUIRIES, Topic.MESSAGES, Topic.CUSTOMERS, Topic.DIRECTORY);

    private static final Set<Class<?>> WORDLESS = Set.of(
            UUID.class,
            Instant.class,
            Duration.class,
            int.class,
            long.class,
            double.class,
            boolean.class,
            Long.class,
            Double.class);

    /** Strings nonetheless: vocabularies that administrators or programs choose, and ids. Adding one is a decision. */
    private static final Set<String> CODES = Set.of(
            "TicketOpened.number",
            "TicketOpened.channel",
            "TicketOpened.language",
            "TicketOpened.category",
            "TicketOpened.tags",
            "TicketOpened.team",
            "CustomerMessageReceived.channel",
            "CustomerMessageReceived.language",
            "TicketAssigned.team",
            "TicketAssigned.agent",
            "AssignmentDeclined.agent",
            "AssignmentDeclined.rule",
            "TicketTriaged.category",
            "TicketTriaged.tags",
            "ReplyAccepted.author",
            "ReplyAccepted.channel",
            "ReplyCopied.channel",
            "NoteAdded.author",
            "TicketSolved.agent",
            "TicketEscalated.reason",
            "CustomStatusChanged.customStatus",
            "FieldsChanged.fields",
            "AgentsMentioned.agents",
            "AgentsMentioned.teams",
            "TimeLogged.agent",
            "TimeLogged.activity",
            "AssignmentProposed.team",
            "AssignmentProposed.agent",
            "AssignmentProposed.rule",
            "AssignmentDeferred.team",
            "AssignmentDeferred.rule",
            "Candidate.agent",
            "Candidate.excluded",
            "Clock.policy",
            "Delivery.thread",
            "Delivery.kind",
            "Delivery.channel",
            "DeliveryFailed.reason",
            "DeliveryBounced.reason",
            "DeliverySuppressed.reason",
            "MetricMeasured.metric",
            "MetricMeasured.unit",
            "MetricMeasured.by",
            "MetricMeasured.instance",
            "TicketFact.number",
            "TicketFact.channel",
            "TicketFact.language",
            "TicketFact.category",
            "TicketFact.team",
            "TicketFact.agent");

    @Test
    void whatever_could_hold_words_is_a_reviewed_code() {
        assertThat(records()
                        .flatMap(Components::of)
                        .filter(FactsCarryNoWordsTest::couldHoldWords)
                        .map(Component::toString)
                        .collect(toSet()))
                .as("text belongs in MessageText, people in CustomerProfile; only a code may be added to the list")
                .isEqualTo(CODES);
    }

    @Test
    void every_string_in_a_golden_looks_like_a_code() {
        assertThat(records().flatMap(record -> Goldens.of(record).stream()).flatMap(golden -> strings(golden.json())))
                .allSatisfy(text -> assertThat(text).matches("[A-Za-z0-9._:/-]+"));
    }

    private static Stream<Class<?>> records() {
        return EnumSet.complementOf(EnumSet.copyOf(ERASABLE)).stream()
                .flatMap(topic -> EventType.recordsOf(topic.type()).stream());
    }

    private static boolean couldHoldWords(Component component) {
        var type = component.type();
        return !type.isEnum() && !type.isRecord() && !WORDLESS.contains(type);
    }

    private static Stream<String> strings(JsonNode node) {
        return node.isTextual()
                ? Stream.of(node.textValue())
                : StreamSupport.stream(node.spliterator(), false).flatMap(FactsCarryNoWordsTest::strings);
    }
}
