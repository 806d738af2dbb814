package dev.casestream.chassis.rest;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query parameters that an endpoint takes, by name, with the type that each must have. */
record QueryParameters(Map<String, Class<?>> types) {

    static QueryParameters of(Method endpoint) {
        var types = new TreeMap<String, Class<?>>();
        for (var parameter : endpoint.getParameters()) {
            put(types, parameter, parameter.getName(), parameter.getParameterizedType());
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (var field : parameter.getType().getDeclaredFields()) {
                    put(types, field, field.getName(), field.getGenericType());
                }
            }
        }
        return new QueryParameters(types);
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 for a name that is not taken or a value that does not fit */
    void require(Map<String, List<String>> given) {
        given.forEach((name, values) -> {
            var type = types.get(name);
            if (type == null) {
                throw Problems.invalid(
                        name.length() > 64 ? name.substring(0, 64) : name,
                        types.isEmpty()
                                ? "is unknown: this call takes no query parameters"
                                : "is unknown: this call takes " + String.join(", ", types.keySet()));
            }
            if (values.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
                throw Problems.invalid(name, "holds a NUL character");
            }
            if (!values.stream().allMatch(value -> fits(value, type))) {
                throw Problems.invalid(name, "is not " + ProblemShape.described(type));
            }
        });
    }

    /** Numbers and ids, which Quarkus would answer with 404 when they are none; the rest is the endpoint's to judge. */
    private static boolean fits(String value, Class<?> type) {
        try {
            if (type == int.class || type == Integer.class) {
                Integer.parseInt(value);
            } else if (type == long.class || type == Long.class) {
                Long.parseLong(value);
            } else if (type == UUID.class) {
                UUID.fromString(value);
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void put(Map<String, Class<?>> types, AnnotatedElement element, String name, Type type) {
        var query = element.getAnnotation(QueryParam.class);
        var rest = element.getAnnotation(RestQuery.class);
        if (query != null) {
            types.put(query.value(), raw(type));
        } else if (rest != null) {
            types.put(rest.value().isEmpty() ? name : rest.value(), raw(type));
        }
    }

    /** Of {@code Optional<Integer>} or {@code List<UUID>} what is in it. */
    private static Class<?> raw(@Nullable Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic ->
                raw(Arrays.stream(generic.getActualTypeArguments()).findFirst().orElse(null));
            case null, default -> Object.class;
        };
    }
}
