package dev.casestream.chassis.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.casestream.contracts.EventType;
import dev.casestream.contracts.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Arguments> records() {
        return Arrays.stream(Topic.values())
                .flatMap(topic -> EventType.recordsOf(topic.type()).stream().map(type -> Arguments.of(topic, type)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_golden_is_read_and_written_as_it_is(Topic topic, Class<?> type) throws Exception {
        var golden = golden(type);
        var event = Cause.request("system:test").envelope("/test", "key", 7, Instant.EPOCH, Codec.read(golden, type));
        Codec.Decoded<Object> decoded =
                Codec.decode(topic, Codec.headers(event), golden.getBytes(StandardCharsets.UTF_8));
        assertThat(decoded.envelope()).isEqualTo(event);
        assertThat(withoutNulls(Codec.write(decoded.envelope().require()))).isEqualTo(withoutNulls(golden));
    }

    @Test
    void a_reaction_inherits_correlation_and_goes_one_deeper() throws Exception {
        var first = Cause.request("agent:alice").envelope("/test", "key", 1, Instant.EPOCH, new Object());
        var second = Cause.of(first, "system:sla-service").envelope("/test", "key", 2, Instant.EPOCH, new Object());
        assertThat(second.correlationId()).isEqualTo(first.correlationId());
        assertThat(second.causationId()).isEqualTo(first.id());
        assertThat(second.causationDepth()).isEqualTo(1);
    }

    @Test
    void an_unknown_type_is_not_known_but_has_its_version() throws Exception {
        var headers = headers();
        headers.put("ce_type", "casestream.TicketTeleported.v1");
        var decoded = Codec.decode(Topic.TICKETS, headers, "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(decoded.known()).isFalse();
        assertThat(decoded.envelope().version()).isEqualTo(3);
    }

    @Test
    void what_cannot_be_read_is_said_without_its_content() {
        var secret = "{\"ticketId\": \"secret words\"}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Codec.decode(Topic.TICKETS, headers(), secret))
                .isInstanceOf(Codec.UnreadableException.class)
                .hasMessage("data that is not a TicketClosed");
        assertThatThrownBy(() -> Codec.decode(Topic.TICKETS, headers(), null))
                .isInstanceOf(Codec.UnreadableException.class);
        assertThatThrownBy(() -> Codec.decode(Topic.TICKETS, headers(), "null".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Codec.UnreadableException.class);
    }

    @ParameterizedTest
    @MethodSource("requiredHeaders")
    void each_required_attribute_is_missed(String header) {
        var headers = headers();
        headers.remove(header);
        assertThatThrownBy(() -> Codec.decode(Topic.TICKETS, headers, golden("TicketClosed")))
                .isInstanceOf(Codec.UnreadableException.class)
                .hasMessage("no " + header + " header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ce_id", "ce_time", "ce_aggregateversion", "ce_correlationid", "ce_causationdepth", "ce_origin"})
    void a_malformed_attribute_makes_it_unreadable(String header) {
        var headers = headers();
        headers.put(header, "?");
        assertThatThrownBy(() -> Codec.decode(Topic.TICKETS, headers, golden("TicketClosed")))
                .isInstanceOf(Codec.UnreadableException.class)
                .hasMessage("a malformed CloudEvents attribute");
    }

    static Stream<String> requiredHeaders() {
        return Stream.of(
                "ce_id",
                "ce_type",
                "ce_time",
                "ce_aggregateversion",
                "ce_correlationid",
                "ce_causationdepth",
                "ce_origin");
    }

    /** A golden may be older than an optional field. */
    private static JsonNode withoutNulls(String json) throws IOException {
        var node = (ObjectNode) JSON.readTree(json);
        node.properties().removeIf(property -> property.getValue().isNull());
        return node;
    }

    private static HashMap<String, String> headers() {
        var event = Cause.request("system:test").envelope("/test", "key", 3, Instant.EPOCH, new Object());
        var headers = new HashMap<>(Codec.headers(event));
        headers.put("ce_type", "casestream.TicketClosed.v1");
        return headers;
    }

    private static String golden(Class<?> type) {
        var name = EventType.of(type).substring("casestream.".length());
        return new String(golden(name.substring(0, name.lastIndexOf('.'))), StandardCharsets.UTF_8);
    }

    private static byte[] golden(String name) {
        try (var golden = EventType.class.getResourceAsStream("/events/" + name + ".v1.json")) {
            return Objects.requireNonNull(golden, name).readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
