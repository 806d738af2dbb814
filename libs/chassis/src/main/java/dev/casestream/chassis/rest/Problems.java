package dev.casestream.chassis.rest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The problems (RFC 9457) that services answer with on purpose; their {@code type} is stable. */
public final class Problems {

    /** Anything else is not repeated to whoever sent it. */
    private static final Pattern LIKE_AN_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Problems() {}

    /** One thing that is wrong with a request. */
    public record FieldError(String field, String message) {}

    /** 400: the request does not make sense; names each field. */
    public static HttpProblem invalid(String field, String message) {
        return problem(400, "invalid-request", "The request is not valid", field + " " + message)
                .with("errors", List.of(new FieldError(field, message)))
                .build();
    }

    /** 404, also for what the caller may not know of. */
    public static HttpProblem notFound(String what, Object id) {
        var name = String.valueOf(id);
        var named = LIKE_AN_ID.matcher(name).matches() ? what + " " + name : "such " + what;
        return problem(404, "not-found", "Not found", "There is no " + named + " that you may see")
                .build();
    }

    /** 401: nobody whom we know. */
    public static HttpProblem unauthorized() {
        return problem(
                        401,
                        "unauthorized",
                        "Unauthorized",
                        "Send a valid, unexpired bearer token in the Authorization header")
                .withHeader("WWW-Authenticate", "Bearer")
                .build();
    }

    /** 403: known and visible, but not allowed. */
    public static HttpProblem forbidden(String rule, String detail) {
        return problem(403, "forbidden", "Not allowed", detail)
                .with("rule", rule)
                .build();
    }

    /**
     * 409: a rule of the domain refuses the command.
     *
     * @param state what the refusal depends on, as it is now
     */
    public static HttpProblem refused(String rule, String detail, Map<String, ?> state) {
        return problem(409, "refused", "The command is refused", detail)
                .with("rule", rule)
                .with("state", state)
                .build();
    }

    /** 412: somebody was quicker. */
    public static HttpProblem stale(String etag) {
        return stale(etag, List.of());
    }

    /** @param changes what happened meanwhile, as far as it can be told */
    public static HttpProblem stale(String etag, List<?> changes) {
        return problem(
                        412,
                        "stale",
                        "Changed meanwhile",
                        "What you edit has changed since you read it; read it again and decide anew")
                .with("etag", etag)
                .with("changes", changes)
                .withHeader("ETag", etag)
                .build();
    }

    /** 413: more than this endpoint takes. */
    public static HttpProblem tooLarge(String field, long limit) {
        return problem(413, "too-large", "Too large", field + " may have at most " + limit + " bytes")
                .with("errors", List.of(new FieldError(field, "at most " + limit + " bytes")))
                .build();
    }

    /** 422: well formed, but cannot be carried out. */
    public static HttpProblem unprocessable(String rule, String detail) {
        return problem(422, "unprocessable", "Cannot be carried out", detail)
                .with("rule", rule)
                .build();
    }

    /** 422: the same, for the value of a field. */
    public static HttpProblem unprocessable(String rule, String field, String message) {
        return problem(422, "unprocessable", "Cannot be carried out", field + " " + message)
                .with("rule", rule)
                .with("errors", List.of(new FieldError(field, message)))
                .build();
    }

    /** 428: edits need an If-Match header. */
    public static HttpProblem preconditionRequired() {
        return problem(
                        428,
                        "precondition-required",
                        "If-Match is required",
                        "Send the ETag that you read as If-Match, so that nobody's change is overwritten")
                .build();
    }

    /** 429 with Retry-After. */
    public static HttpProblem tooMany(long retryAfterSeconds) {
        return problem(429, "too-many-requests", "Too many requests", "Try again in " + retryAfterSeconds + " s")
                .withHeader("Retry-After", Long.toString(retryAfterSeconds))
                .build();
    }

    /** 503: what is referred to is on its way; with Retry-After. */
    public static HttpProblem notYet(String detail) {
        return problem(503, "not-yet", "Not here yet", detail)
                .withHeader("Retry-After", "1")
                .build();
    }

    /** 503 with Retry-After: the database or the disk does not serve, nothing was done. */
    public static HttpProblem unavailable() {
        return problem(503, "unavailable", "Not available now", "Nothing was done; try again in 5 s")
                .withHeader("Retry-After", "5")
                .build();
    }

    /** 503 with Retry-After: more than this service can do at once, nothing was done. */
    public static HttpProblem overloaded() {
        return problem(503, "overloaded", "Too much at once", "Nothing was done; try again in 1 s")
                .withHeader("Retry-After", "1")
                .build();
    }

    /** A request's path as a URI, whatever characters it holds. */
    static URI instance(String path) {
        try {
            return new URI(null, null, path, null);
        } catch (URISyntaxException e) {
            return URI.create("about:blank");
        }
    }

    static URI type(String name) {
        return URI.create("urn:casestream:problem:" + name);
    }

    private static HttpProblem.Builder problem(int status, String type, String title, String detail) {
        var known = Status.fromStatusCode(status);
        return HttpProblem.builder()
                .withType(type(type))
                .withTitle(title)
                .withStatus(known == null ? Status.BAD_REQUEST : known)
                .withStatus(status)
                .withDetail(detail);
    }
}
