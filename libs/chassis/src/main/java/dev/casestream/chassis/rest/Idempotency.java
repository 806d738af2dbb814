package dev.casestream.chassis.rest;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.security.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code Idempotency-Key}: a repeated request gets the first one's answer and has no second effect. Kept 48 hours, in
 * the scope of caller, path and body.
 */
@ApplicationScoped
public class Idempotency {

    private static final int MAX_KEY = 255;

    /** What is answered, in a form that can be kept and given again. */
    public record Answer(
            int status,
            Map<String, String> headers,
            @Nullable Object body) {

        public static Answer of(int status, @Nullable Object body) {
            return new Answer(status, Map.of(), body);
        }

        public Answer with(String header, String value) {
            var more = new TreeMap<>(headers);
            more.put(header, value);
            return new Answer(status, more, body);
        }

        public Response toResponse() {
            var response = Response.status(status);
            headers.forEach(response::header);
            return body == null
                    ? response.build()
                    : response.type(MediaType.APPLICATION_JSON_TYPE)
                            .entity(body)
                            .build();
        }
    }

    /**
     * Runs an action once per key, in the transaction at hand. A second request with the same key waits for the first
     * one's end.
     *
     * @param key the header's value; null runs the action as it is
     * @param scope what besides the caller the key belongs to: the path
     * @param request what the key stands for; the same key with another request is refused with 422
     */
    public Uni<Response> once(
            Work work,
            Caller caller,
            @Nullable String key,
            String scope,
            @Nullable Object request,
            Supplier<Uni<Answer>> action) {
        if (key == null) {
            return action.get().map(Answer::toResponse);
        }
        if (!isFine(key)) {
            throw Problems.invalid("Idempotency-Key", "must have 1 to " + MAX_KEY + " characters");
        }
        var hash = hash(request);
        var fullScope = scope(caller, scope);
        return work.update(
                        "INSERT INTO idempotency (scope, key, request_hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                        fullScope,
                        key,
                        hash)
                .flatMap(fresh -> fresh == 1
                        ? action.get().flatMap(answer -> keep(work, fullScope, key, answer))
                        : replay(work, fullScope, key, hash));
    }

    /**
     * A request whose answer is known before anything is done.
     *
     * @param scope as {@link #scope} makes it
     * @param hash as {@link #hash} makes it
     */
    public record Foreseen(String scope, @Nullable String key, String hash, Answer answer) {

        /** Whether two are the same request, or claim to be. */
        boolean collides(Foreseen other) {
            return key != null && key.equals(other.key) && scope.equals(other.scope);
        }
    }

    /** Whether {@link #once} would not refuse it. */
    public static boolean isFine(@Nullable String key) {
        return key == null || !key.isBlank() && key.length() <= MAX_KEY;
    }

    public static String scope(Caller caller, String scope) {
        // Strangers share one scope, but nobody is given another's answer: the bodies must be the same.
        return (caller.isAnonymous() ? "anonymous" : caller.actor()) + " " + scope;
    }

    public static String hash(@Nullable Object request) {
        return sha256(request == null ? "" : Codec.write(request));
    }

    /**
     * Keeps the answers of many requests in one statement.
     *
     * @return those that are first with their key or have none; of the others nothing was kept
     */
    public Uni<Set<Foreseen>> first(Work work, List<Foreseen> requests) {
        var firsts = new LinkedHashSet<Foreseen>();
        requests.stream()
                .filter(one -> firsts.stream().noneMatch(one::collides))
                .forEach(firsts::add);
        var keyed = firsts.stream().filter(one -> one.key() != null).toList();
        if (keyed.isEmpty()) {
            return Uni.createFrom().item(firsts);
        }
        return work.query(
                        """
                        INSERT INTO idempotency (scope, key, request_hash, status, headers, body)
                        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[])
                            AS r(scope, key, hash, status, headers, body) ORDER BY scope, key
                        ON CONFLICT DO NOTHING RETURNING scope, key""",
                        keyed.stream().map(Foreseen::scope).toArray(String[]::new),
                        keyed.stream().map(Foreseen::key).toArray(String[]::new),
                        keyed.stream().map(Foreseen::hash).toArray(String[]::new),
                        keyed.stream().map(one -> one.answer().status()).toArray(Integer[]::new),
                        keyed.stream()
                                .map(one -> Codec.write(one.answer().headers()))
                                .toArray(String[]::new),
                        keyed.stream().map(one -> body(one.answer())).toArray(String[]::new))
                .map(rows -> {
                    var fresh = rows.stream()
                            .map(row -> List.of(row.getString("scope"), row.getString("key")))
                            .collect(Collectors.toSet());
                    firsts.removeIf(one -> one.key() != null && !fresh.contains(List.of(one.scope(), one.key())));
                    return firsts;
                });
    }

    private static @Nullable String body(Answer answer) {
        return answer.body() == null ? null : Codec.write(answer.body());
    }

    private Uni<Response> keep(Work work, String scope, String key, Answer answer) {
        return work.update(
                        "UPDATE idempotency SET status = $3, headers = $4, body = $5 WHERE scope = $1 AND key = $2",
                        scope,
                        key,
                        answer.status(),
                        Codec.write(answer.headers()),
                        body(answer))
                .map(ignored -> answer.toResponse());
    }

    private Uni<Response> replay(Work work, String scope, String key, String hash) {
        return work.query(
                        "SELECT request_hash, status, headers, body FROM idempotency WHERE scope = $1 AND key = $2",
                        scope,
                        key)
                .map(rows -> replayed(rows.getFirst(), hash));
    }

    private static Response replayed(Row row, String hash) {
        if (!row.getString("request_hash").equals(hash)) {
            throw Problems.unprocessable(
                    "idempotency-key-reused", "This Idempotency-Key was used for another request; use a new one");
        }
        var response = Response.status(row.getInteger("status")).header("Idempotency-Replayed", "true");
        Codec.readStrings(row.getString("headers")).forEach(response::header);
        var body = row.getString("body");
        return body == null
                ? response.build()
                : response.type(MediaType.APPLICATION_JSON_TYPE).entity(body).build();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
