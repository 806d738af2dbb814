package dev.casestream.chassis.rest;

import dev.casestream.chassis.events.Ids;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What holds for every endpoint: a request id, no unknown query parameters, a link to the next page. */
public class EdgeFilters {

    private static final String REQUEST_ID = "X-Request-Id";
    private final Map<Method, Set<String>> queryParameters = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void refuseUnknownQueryParameters(ResourceInfo resource, UriInfo uri) {
        var known = queryParameters.computeIfAbsent(resource.getResourceMethod(), EdgeFilters::queryParametersOf);
        for (var name : uri.getQueryParameters().keySet()) {
            if (!known.contains(name)) {
                throw Problems.invalid(
                        name.length() > 64 ? name.substring(0, 64) : name,
                        known.isEmpty()
                                ? "is unknown: this call takes no query parameters"
                                : "is unknown: this call takes " + String.join(", ", known));
            }
        }
    }

    @ServerResponseFilter
    void tellRequestId(ContainerRequestContext request, ContainerResponseContext response) {
        var given = request.getHeaderString(REQUEST_ID);
        response.getHeaders()
                .putSingle(
                        REQUEST_ID,
                        given != null && given.matches("[A-Za-z0-9._-]{1,64}")
                                ? given
                                : Ids.next().toString());
        response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
    }

    @ServerResponseFilter
    void linkNextPage(UriInfo uri, ContainerResponseContext response) {
        if (response.getEntity() instanceof Page<?> page && page.nextCursor() != null) {
            response.getHeaders().add("Link", "<" + next(uri, page.nextCursor()) + ">; rel=\"next\"");
        }
    }

    private static String next(UriInfo uri, String cursor) {
        var parameters = new TreeMap<>(uri.getQueryParameters());
        parameters.put("cursor", List.of(cursor));
        return uri.getRequestUri().getRawPath()
                + parameters.entrySet().stream()
                        .flatMap(parameter -> parameter.getValue().stream()
                                .map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Set<String> queryParametersOf(Method method) {
        var names = new TreeSet<String>();
        for (var parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(jakarta.ws.rs.BeanParam.class)) {
                var type = parameter.getType();
                Stream.concat(
                                Arrays.stream(type.getDeclaredFields()),
                                type.isRecord() ? Arrays.stream(type.getRecordComponents()) : Stream.empty())
                        .forEach(element -> nameOf(
                                element.getAnnotation(QueryParam.class),
                                element.getAnnotation(RestQuery.class),
                                elementName(element),
                                names));
            }
            nameOf(
                    parameter.getAnnotation(QueryParam.class),
                    parameter.getAnnotation(RestQuery.class),
                    parameter.getName(),
                    names);
        }
        return names;
    }

    private static String elementName(java.lang.reflect.AnnotatedElement element) {
        return element instanceof java.lang.reflect.Field field
                ? field.getName()
                : ((java.lang.reflect.RecordComponent) element).getName();
    }

    private static void nameOf(
            @org.jspecify.annotations.Nullable QueryParam query,
            @org.jspecify.annotations.Nullable RestQuery rest,
            String fallback,
            Set<String> names) {
        if (query != null) {
            names.add(query.value());
        } else if (rest != null) {
            names.add(rest.value().isEmpty() ? fallback : rest.value());
        }
    }
}
