package dev.casestream.chassis.openapi;

import dev.casestream.chassis.rest.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** How calls fail, each with the problem that says so; the example is made as the problem itself is. */
enum DescribedProblem {
    INVALID_REQUEST(
            "The request makes no sense; each field is named",
            Problems.invalid("subject", "must not be blank"),
            call -> call.hasBody() || call.hasParameters()),
    UNAUTHORIZED("The bearer token is missing, expired or not ours", Problems.unauthorized(), Call::isProtected),
    FORBIDDEN(
            "The caller may not do this",
            Problems.forbidden("right-missing", "Your role does not allow this"),
            Call::isProtected),
    NOT_FOUND(
            "There is no such thing that the caller may see",
            Problems.notFound("ticket", "CS-1042"),
            call -> call.has(Parameter.In.PATH, null)),
    REFUSED(
            "A rule refuses; the problem names it and the current state",
            Problems.refused(
                    "solve-status", "Only an open ticket can be solved", Map.of("status", "CLOSED", "version", 7)),
            call -> false),
    STALE(
            "It has changed since the version in If-Match",
            Problems.stale("\"8\""),
            call -> call.has(Parameter.In.HEADER, "If-Match")),
    TOO_LARGE("More than is taken", Problems.tooLarge("file", 20_000_000), Call::isUpload),
    UNPROCESSABLE(
            "The Idempotency-Key was used for another request",
            Problems.unprocessable(
                    "idempotency-key-reused", "This Idempotency-Key was used for another request; use a new one"),
            call -> call.has(Parameter.In.HEADER, "Idempotency-Key")),
    PRECONDITION_REQUIRED("If-Match is missing", Problems.preconditionRequired(), Call::isEdit),
    TOO_MANY_REQUESTS(
            "Too many from this address; Retry-After tells when", Problems.tooMany(30), call -> !call.isProtected()),
    UNAVAILABLE("Nothing was done; try again when Retry-After says", Problems.unavailable(), call -> true);

    private final String description;
    private final HttpProblem problem;
    private final Condition happens;

    DescribedProblem(String description, HttpProblem problem, Condition happens) {
        this.description = description;
        this.problem = problem;
        this.happens = happens;
    }

    @FunctionalInterface
    private interface Condition {
        boolean with(Call call);
    }

    /** An operation, as far as it decides how it can fail. */
    record Call(HttpMethod method, List<Parameter> parameters, Operation operation) {

        boolean hasBody() {
            return operation.getRequestBody() != null;
        }

        boolean hasParameters() {
            return !parameters.isEmpty();
        }

        boolean isProtected() {
            return operation.getSecurity() != null && !operation.getSecurity().isEmpty();
        }

        boolean isUpload() {
            return hasBody()
                    && operation.getRequestBody().getContent() != null
                    && operation.getRequestBody().getContent().hasMediaType("multipart/form-data");
        }

        boolean isEdit() {
            return (method == HttpMethod.PUT || method == HttpMethod.PATCH) && has(Parameter.In.HEADER, "If-Match");
        }

        boolean has(Parameter.In in, @Nullable String name) {
            return parameters.stream()
                    .anyMatch(parameter ->
                            parameter.getIn() == in && (name == null || name.equalsIgnoreCase(parameter.getName())));
        }
    }

    boolean happens(Call call) {
        return happens.with(call);
    }

    int status() {
        return problem.getStatusCode();
    }

    String description() {
        return description;
    }

    Map<String, Object> example() {
        var example = new LinkedHashMap<String, Object>();
        example.put("type", String.valueOf(problem.getType()));
        example.put("title", problem.getTitle());
        example.put("status", problem.getStatusCode());
        example.put("detail", problem.getDetail());
        example.put("instance", "/v1/...");
        problem.getParameters().forEach((name, value) -> example.put(name, plain(value)));
        return example;
    }

    /** In an order that is the same at every build. */
    private static Object plain(Object value) {
        return switch (value) {
            case Problems.FieldError error -> {
                var fields = new LinkedHashMap<String, Object>();
                fields.put("field", error.field());
                fields.put("message", error.message());
                yield fields;
            }
            case List<?> several ->
                several.stream().map(DescribedProblem::plain).toList();
            case Map<?, ?> state -> new TreeMap<>(state);
            default -> value;
        };
    }
}
