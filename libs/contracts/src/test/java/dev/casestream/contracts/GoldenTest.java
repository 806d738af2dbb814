package dev.casestream.contracts;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.casestream.contracts.Components.Component;
import dev.casestream.contracts.Goldens.Golden;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden is the contract: what is on the topic is what the record reads and writes. */
class GoldenTest {

    static Stream<Golden> goldens() {
        return Goldens.all().stream();
    }

    static Stream<Class<?>> records() {
        return EventType.all();
    }

    @ParameterizedTest
    @MethodSource("records")
    void every_record_has_its_golden(Class<?> record) {
        assertThat(Goldens.EVENTS.resolve(Goldens.nameOf(record) + ".json")).isRegularFile();
    }

    @Test
    void every_golden_has_its_record() {
        assertThat(Goldens.files().stream().map(Goldens::nameOf).collect(toSet()))
                .isEqualTo(records().map(Goldens::nameOf).collect(toSet()));
    }

    /** A golden from before a new optional field gains only that field, as null. */
    @ParameterizedTest
    @MethodSource("goldens")
    void read_and_written_again_it_is_the_same(Golden golden) throws JsonProcessingException {
        var json = golden.json();
        var written = Goldens.write(Goldens.read(json, golden.record()));
        addedSince(json, written, golden.record()).forEach(((ObjectNode) written)::remove);
        assertThat(written).isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void fields_that_nobody_knows_yet_are_ignored(Golden golden) throws JsonProcessingException {
        ObjectNode extended = golden.json().deepCopy();
        extended.put("addedInTheFuture", "x").putObject("alsoNew").put("deep", 1);
        assertThat(Goldens.read(extended, golden.record())).isEqualTo(Goldens.read(golden.json(), golden.record()));
    }

    @Test
    void every_component_is_filled_in_some_golden() {
        assertThat(components(component -> true)).isSubsetOf(shown(false));
    }

    @Test
    void every_nullable_component_is_null_in_some_golden() {
        assertThat(components(Component::nullable)).isSubsetOf(shown(true));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void ids_are_uuids_of_version_7_and_instants_are_utc(Golden golden) {
        assertThat(strings(golden.json()).filter(text -> text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-.*")))
                .allSatisfy(
                        id -> assertThat(UUID.fromString(id.substring(0, 36)).version())
                                .isEqualTo(7));
        assertThat(strings(golden.json()).filter(text -> text.matches("\\d{4}-\\d\\d-\\d\\dT.*")))
                .allSatisfy(instant -> assertThat(instant).endsWith("Z"));
    }

    private static Set<String> addedSince(JsonNode golden, JsonNode written, Class<?> record) {
        return Components.of(record)
                .filter(component -> component.owner() == record && component.nullable())
                .map(Component::path)
                .filter(name -> !golden.has(name) && written.path(name).isNull())
                .collect(toSet());
    }

    private static Set<String> components(Predicate<Component> which) {
        return records()
                .flatMap(Components::of)
                .filter(which)
                .map(Component::toString)
                .collect(toSet());
    }

    /** The components that some golden has as null, or not as null. */
    private static Set<String> shown(boolean asNull) {
        return goldens()
                .flatMap(golden -> {
                    var paths = paths("", golden.json(), asNull).collect(toSet());
                    return Components.of(golden.record()).filter(component -> paths.contains(component.path()));
                })
                .map(Component::toString)
                .collect(toSet());
    }

    private static Stream<String> paths(String path, JsonNode node, boolean ofNulls) {
        var self = path.isEmpty() || node.isNull() != ofNulls ? Stream.<String>empty() : Stream.of(path);
        var prefix = path.isEmpty() ? "" : path + ".";
        var inside = node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .flatMap(item -> item.isObject() ? paths(path + "[]", item, ofNulls) : Stream.empty())
                : node.properties().stream()
                        .flatMap(field -> paths(prefix + field.getKey(), field.getValue(), ofNulls));
        return Stream.concat(self, inside);
    }

    private static Stream<String> strings(JsonNode node) {
        return node.isTextual()
                ? Stream.of(node.textValue())
                : StreamSupport.stream(node.spliterator(), false).flatMap(GoldenTest::strings);
    }
}
