package dev.casestream.chassis.rest;

import dev.casestream.chassis.events.Ids;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What holds for every endpoint: a request id, no unknown query parameters, a link to the next page. */
public class EdgeFilters {

    private static final String REQUEST_ID = "X-Request-Id";
    private final Map<Method, QueryParameters> queryParameters = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void refuseQueryParametersThatAreNotTaken(ResourceInfo resource, UriInfo uri) {
        if (uri.getPath().indexOf('\0') >= 0) {
            throw Problems.invalid("path", "holds a NUL character");
        }
        queryParameters
                .computeIfAbsent(resource.getResourceMethod(), QueryParameters::of)
                .require(uri.getQueryParameters());
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
}
