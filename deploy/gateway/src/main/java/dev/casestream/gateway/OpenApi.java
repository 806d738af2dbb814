package dev.casestream.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** One description made of the services' own: a name that two of them use differently gets its service's in front. */
final class OpenApi {
    private static final String REF = "$ref";

    private final JsonObject paths = new JsonObject();
    private final JsonObject components = new JsonObject();
    private final JsonArray unreachable = new JsonArray();

    void add(Service service, JsonObject description) {
        var renamed = new HashMap<String, String>();
        var theirs = description.getJsonObject("components", new JsonObject());
        for (var kind : theirs.fieldNames()) {
            if (theirs.getValue(kind) instanceof JsonObject named) {
                var ours = components.getJsonObject(kind, new JsonObject());
                for (var name : named.fieldNames()) {
                    if (ours.containsKey(name) && !ours.getValue(name).equals(named.getValue(name))) {
                        renamed.put(reference(kind, name), reference(kind, prefix(service) + name));
                    }
                }
            }
        }
        for (var kind : theirs.fieldNames()) {
            if (theirs.getValue(kind) instanceof JsonObject named) {
                var ours = components.getJsonObject(kind, new JsonObject());
                for (var name : named.fieldNames()) {
                    var target = renamed.getOrDefault(reference(kind, name), reference(kind, name));
                    ours.put(target.substring(target.lastIndexOf('/') + 1), rewritten(named.getValue(name), renamed));
                }
                components.put(kind, ours);
            }
        }
        var described = description.getJsonObject("paths", new JsonObject());
        for (var path : described.fieldNames()) {
            if (Service.owning(path).filter(service::equals).isPresent()) {
                paths.put(path, rewritten(described.getValue(path), renamed));
            }
        }
    }

    void miss(Service service) {
        unreachable.add(service.toString());
    }

    JsonObject merged() {
        var sorted = new JsonObject();
        new ArrayList<>(paths.fieldNames()).stream().sorted().forEach(path -> sorted.put(path, paths.getValue(path)));
        var merged = new JsonObject()
                .put("openapi", "3.1.0")
                .put(
                        "info",
                        new JsonObject()
                                .put("title", "Casestream")
                                .put("version", "1")
                                .put("description", "Customer support as a stream of cases."))
                .put("servers", new JsonArray().add(new JsonObject().put("url", "/")))
                .put("paths", sorted)
                .put("components", components);
        return unreachable.isEmpty() ? merged : merged.put("x-unreachable", unreachable);
    }

    private static Object rewritten(Object value, Map<String, String> renamed) {
        return switch (value) {
            case JsonObject object -> {
                var copy = new JsonObject();
                object.stream()
                        .filter(field -> field.getValue() != null)
                        .forEach(field -> copy.put(
                                field.getKey(),
                                field.getKey().equals(REF) && field.getValue() instanceof String reference
                                        ? renamed.getOrDefault(reference, reference)
                                        : rewritten(field.getValue(), renamed)));
                yield copy;
            }
            case JsonArray array -> {
                var copy = new JsonArray();
                array.forEach(element -> copy.add(rewritten(element, renamed)));
                yield copy;
            }
            default -> value;
        };
    }

    private static String reference(String kind, String name) {
        return "#/components/" + kind + "/" + name;
    }

    private static String prefix(Service service) {
        return service.name().charAt(0) + service.name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }
}
