package dev.casestream.chassis.openapi;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Shows the examples that a service keeps in {@code openapi/examples.json}, by the name of the schema; a page shows that of
 * its items.
 */
@OpenApiFilter(stages = RunStage.BUILD)
public class ShowExamples implements OASFilter {

    private static final String EXAMPLES = "openapi/examples.json";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null || api.getComponents().getSchemas() == null) {
            return;
        }
        var schemas = api.getComponents().getSchemas();
        var examples = examples();
        schemas.forEach((name, schema) -> Optional.ofNullable(examples.get(name))
                .or(() -> page(schema, examples))
                .ifPresent(example -> schema.setExamples(List.of(example))));
        patches(api).map(schemas::get).filter(Objects::nonNull).forEach(schema -> schema.setRequired(null));
    }

    /** The bodies that need not hold what the record in which they are brought together holds. */
    private static Stream<String> patches(OpenAPI api) {
        return api.getPaths().getPathItems().values().stream()
                .map(path -> path.getOperations().get(HttpMethod.PATCH))
                .filter(patch -> patch != null && patch.getRequestBody() != null)
                .flatMap(patch -> patch.getRequestBody().getContent().getMediaTypes().values().stream())
                .map(type -> named(type.getSchema()));
    }

    private static Optional<Object> page(Schema schema, Map<String, Object> examples) {
        var items =
                schema.getProperties() == null ? null : schema.getProperties().get("items");
        if (items == null || items.getItems() == null || items.getItems().getRef() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(examples.get(named(items.getItems()))).map(item -> {
            var page = new LinkedHashMap<String, Object>();
            page.put("items", List.of(item));
            if (schema.getProperties().containsKey("nextCursor")) {
                page.put("nextCursor", "WyJDUy0xMDQyIl0");
            }
            return page;
        });
    }

    private static String named(Schema schema) {
        return schema.getRef() == null
                ? ""
                : schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1);
    }

    private static Map<String, Object> examples() {
        try (var in = Thread.currentThread().getContextClassLoader().getResourceAsStream(EXAMPLES)) {
            return in == null ? Map.of() : new ObjectMapper().readValue(in, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
