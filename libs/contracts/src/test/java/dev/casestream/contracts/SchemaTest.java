package dev.casestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.casestream.contracts.Goldens.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed schemas are what the records say, and every golden is valid by its own. */
class SchemaTest {

    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    static Stream<Class<?>> records() {
        return EventType.all();
    }

    static Stream<Golden> goldens() {
        return Goldens.all().stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    void the_committed_schema_is_the_generated_one(Class<?> record) throws IOException {
        Regenerated.compare(Schemas.fileOf(record), Schemas.of(record));
    }

    @Test
    void every_schema_has_its_record() throws IOException {
        try (var files = Files.list(Goldens.RESOURCES.resolve("schemas"))) {
            assertThat(files)
                    .containsExactlyInAnyOrderElementsOf(
                            records().map(Schemas::fileOf).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void the_golden_is_valid(Golden golden) {
        assertThat(errors(golden, golden.json().toString())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void the_golden_without_a_required_field_is_not(Golden golden) {
        ObjectNode broken = golden.json().deepCopy();
        var required = Components.of(golden.record())
                .filter(component -> !component.nullable())
                .findFirst()
                .orElseThrow();
        broken.remove(required.path());
        assertThat(errors(golden, broken.toString())).isNotEmpty();
    }

    @Test
    void formats_are_asserted() {
        var golden = Goldens.of(SlaEvent.ClockActivated.class).getFirst();
        ObjectNode broken = golden.json().deepCopy();
        broken.put("ticketId", "CS-1042").put("at", "yesterday").put("target", "4 hours");
        assertThat(errors(golden, broken.toString())).hasSize(3);
    }

    private List<Error> errors(Golden golden, String json) {
        return schemas.getSchema(Goldens.text(Schemas.fileOf(golden.record())), InputFormat.JSON)
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }
}
