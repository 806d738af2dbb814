package dev.casestream.chassis.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.casestream.chassis.events.Failure;
import dev.casestream.chassis.rest.Problems.FieldError;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Gives every problem the same shape, wherever it comes from: a stable {@code type}, and {@code errors[]} that name the
 * fields and their rules, without what was sent.
 */
@ApplicationScoped
class ProblemShape implements ProblemPostProcessor {

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        var errors = errors(context.cause);
        if (!errors.isEmpty()) {
            return HttpProblem.builder()
                    .withType(Problems.type("invalid-request"))
                    .withTitle("The request is not valid")
                    .withStatus(400)
                    .withDetail(errors.stream()
                            .map(error -> error.field() + " " + error.message())
                            .collect(Collectors.joining("; ")))
                    .withInstance(Problems.instance(context.path))
                    .with("errors", errors)
                    .build();
        }
        if (problem.getStatusCode() == 500 && Failure.isInfrastructure(context.cause)) {
            return HttpProblem.builder(Problems.unavailable())
                    .withInstance(Problems.instance(context.path))
                    .build();
        }
        if (problem.getType() != null) {
            return HttpProblem.builder(problem)
                    .withInstance(Problems.instance(context.path))
                    .build();
        }
        return HttpProblem.builder(problem)
                .withType(Problems.type(Objects.requireNonNullElse(problem.getTitle(), "error")
                        .toLowerCase(Locale.ROOT)
                        .replace(' ', '-')))
                .withInstance(Problems.instance(context.path))
                .build();
    }

    private static List<FieldError> errors(@Nullable Throwable failure) {
        JsonProcessingException json = null;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violations) {
                return violations.getConstraintViolations().stream()
                        .map(violation -> new FieldError(field(violation), violation.getMessage()))
                        .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
                        .toList();
            }
            if (cause instanceof JsonProcessingException inner) {
                json = inner;
            }
        }
        return json == null ? List.of() : List.of(error(json));
    }

    private static FieldError error(JsonProcessingException json) {
        var field = json instanceof JsonMappingException mapping
                        && !mapping.getPath().isEmpty()
                ? path(mapping.getPath())
                : "body";
        return new FieldError(
                field,
                switch (json) {
                    case UnrecognizedPropertyException ignored -> "is unknown here";
                    case StreamConstraintsException ignored -> "is too long or too deeply nested";
                    case MismatchedInputException mismatch
                    when mismatch.getTargetType() != null -> "is not " + described(mismatch.getTargetType());
                    case JsonMappingException ignored -> "cannot be read";
                    default -> {
                        var location = json.getLocation();
                        yield location == null
                                ? "is not JSON"
                                : "is not JSON from line " + location.getLineNr() + ", column " + location.getColumnNr()
                                        + " on";
                    }
                });
    }

    static String described(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + java.util.Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long", "short", "Short" -> "a whole number";
            case "double", "Double", "float", "Float", "BigDecimal" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "String" -> "a text";
            case "UUID" -> "a UUID";
            case "Instant", "OffsetDateTime" -> "an instant as 2026-11-21T12:00:00Z";
            case "Duration" -> "a duration as PT8H";
            case "List", "ArrayList", "Set", "Collection" -> "an array";
            default -> "an object of the documented shape";
        };
    }

    private static String path(List<JsonMappingException.Reference> references) {
        var path = new StringBuilder();
        for (var reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                var name = reference.getFieldName();
                path.append(path.isEmpty() ? "" : ".").append(name.length() > 64 ? name.substring(0, 64) : name);
            }
        }
        return path.toString();
    }

    /** The path without the Java method and the name of the parameter that is the body. */
    private static String field(ConstraintViolation<?> violation) {
        var nodes = new ArrayList<Path.Node>();
        StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .filter(node -> node.getKind() != ElementKind.METHOD)
                .forEach(nodes::add);
        if (nodes.size() > 1 && nodes.getFirst().getKind() == ElementKind.PARAMETER) {
            nodes.removeFirst();
        }
        return nodes.stream().map(Path.Node::toString).collect(Collectors.joining("."));
    }
}
