package dev.casestream.ticket.bulk;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.PATCH;
import java.io.File;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/**
 * A command of a single ticket, found by its endpoint and called as that is: the same roles, checks and answer.
 *
 * @param name its path below the ticket, as {@code macros/{macro}}
 * @param path what it is called by, with a group for each of the variables
 */
record Command(Object resource, Method endpoint, String name, Pattern path, List<String> variables) {

    private static final Set<Class<?>> NOT_SENT_AS_JSON = Set.of(InputStream.class, byte[].class, File.class);
    private static final String ANY_VERSION = "*";
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final String AN_ID = "([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})";

    static Command of(Object resource, Method endpoint, String name) {
        var variables =
                VARIABLE.matcher(name).results().map(one -> one.group(1)).toList();
        var ids = Arrays.stream(endpoint.getParameters())
                .filter(parameter -> parameter.getType() == UUID.class)
                .map(Parameter::getName)
                .collect(Collectors.toSet());
        var pattern = VARIABLE.matcher(name).replaceAll(one -> ids.contains(one.group(1)) ? AN_ID : "([^/]+)");
        endpoint.setAccessible(true);
        return new Command(resource, endpoint, name, Pattern.compile(pattern), variables);
    }

    /** Whether everything that it takes can be given here. */
    boolean isPossible() {
        return List.of(endpoint.getParameters()).stream()
                .allMatch(parameter -> isTicket(parameter)
                        || variables.contains(parameter.getName())
                        || header(parameter) != null
                        || isBody(parameter));
    }

    boolean isCalled(String name) {
        return path.matcher(name).matches();
    }

    /** What the body must be; null where there is none. */
    @Nullable
    Class<?> body() {
        return List.of(endpoint.getParameters()).stream()
                .filter(this::isBody)
                .findFirst()
                .<Class<?>>map(Parameter::getType)
                .orElse(null);
    }

    Uni<?> carryOut(ObjectMapper json, String name, String ticket, String key, @Nullable String body) throws Exception {
        var values = new HashMap<String, String>();
        var match = path.matcher(name);
        if (match.matches()) {
            for (int i = 0; i < variables.size(); i++) {
                values.put(variables.get(i), match.group(i + 1));
            }
        }
        var parameters = endpoint.getParameters();
        var arguments = new @Nullable Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            arguments[i] = argument(json, parameters[i], values, ticket, key, body);
        }
        return (Uni<?>) endpoint.invoke(resource, arguments);
    }

    private @Nullable Object argument(
            ObjectMapper json,
            Parameter parameter,
            Map<String, String> variable,
            String ticket,
            String key,
            @Nullable String body)
            throws Exception {
        if (isTicket(parameter)) {
            return ticket;
        }
        var header = header(parameter);
        if (header != null) {
            return switch (header) {
                case "Idempotency-Key" -> key;
                case "If-Match" -> endpoint.isAnnotationPresent(PATCH.class) ? ANY_VERSION : null;
                default -> null;
            };
        }
        return variables.contains(parameter.getName())
                ? json.convertValue(variable.get(parameter.getName()), parameter.getType())
                : body == null ? null : json.readValue(body, parameter.getType());
    }

    private static boolean isTicket(Parameter parameter) {
        return parameter.getName().equals("ticket") && parameter.getType() == String.class;
    }

    private static @Nullable String header(Parameter parameter) {
        var header = parameter.getAnnotation(RestHeader.class);
        return header == null ? null : header.value();
    }

    private boolean isBody(Parameter parameter) {
        return !isTicket(parameter)
                && !variables.contains(parameter.getName())
                && List.of(parameter.getAnnotations()).stream()
                        .noneMatch(one ->
                                one.annotationType().getName().matches("(org\\.jboss\\.resteasy|jakarta\\.ws).*"))
                && !NOT_SENT_AS_JSON.contains(parameter.getType());
    }
}
