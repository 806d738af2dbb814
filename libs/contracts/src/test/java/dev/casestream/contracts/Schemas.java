package dev.casestream.contracts;

import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON Schema 2020-12, generated from the records. */
final class Schemas {

    private static final SchemaGenerator GENERATOR = generator();

    private Schemas() {}

    static Path fileOf(Class<?> record) {
        return Goldens.RESOURCES.resolve("schemas").resolve(Goldens.nameOf(record) + ".json");
    }

    static String of(Class<?> record) {
        var schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", SchemaVersion.DRAFT_2020_12.getIdentifier());
        schema.put("$id", "urn:casestream:schema:" + Goldens.nameOf(record));
        schema.put("title", EventType.of(record));
        schema.setAll(GENERATOR.generateSchema(record));
        return schema.toPrettyString() + "\n";
    }

    private static SchemaGenerator generator() {
        var config = new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES, Option.INLINE_ALL_SCHEMAS)
                .without(Option.SCHEMA_VERSION_INDICATOR);
        config.forTypesInGeneral()
                .withPropertySorter((first, second) -> 0)
                .withCustomDefinitionProvider((type, context) ->
                        type.getErasedType() == Duration.class ? new CustomDefinition(duration()) : null)
                .withDescriptionResolver(type ->
                        type.getType() == null ? null : Prose.of(type.getType().getErasedType()));
        config.forFields()
                .withNullableCheck(field -> Components.isNullable(component(field)))
                .withRequiredCheck(field -> !Components.isNullable(component(field)))
                .withPropertyNameOverrideResolver(field -> Goldens.property(owner(field), field.getDeclaredName()))
                .withDescriptionResolver(field -> Prose.of(owner(field), field.getDeclaredName()));
        return new SchemaGenerator(config.build());
    }

    /** ISO 8601 as Java writes it; the {@code duration} format of JSON Schema has no fractions of a second. */
    private static ObjectNode duration() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "string")
                .put("pattern", "^PT(?=\\d)(\\d+H)?(\\d+M)?(\\d+(\\.\\d{1,9})?S)?$");
    }

    private static RecordComponent component(FieldScope field) {
        return Arrays.stream(owner(field).getRecordComponents())
                .filter(component -> component.getName().equals(field.getDeclaredName()))
                .findFirst()
                .orElseThrow();
    }

    private static Class<?> owner(FieldScope field) {
        return field.getRawMember().getDeclaringClass();
    }
}
