package dev.casestream.intake.form;

import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.Problems.FieldError;
import dev.casestream.intake.channel.Submissions;
import dev.casestream.intake.submission.SubmissionResource;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The page that strangers write on. */
@Path("/v1/inquiries/form")
@PermitAll
@Produces(MediaType.TEXT_HTML)
@Tag(name = "Requests")
public class FormResource {

    private static final String STYLE = """
            body{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
            label{display:block;margin-top:1rem;font-weight:600}input,textarea{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:2px solid #555;border-radius:.3rem}
            textarea{min-height:10rem}button{font:inherit;margin-top:1.5rem;padding:.6rem 1.5rem;color:#fff;background:#0b5394;border:0;border-radius:.3rem}
            :focus-visible{outline:3px solid #b45f06;outline-offset:2px}.wrong{border:2px solid #a61c00;padding:.5rem 1rem}[aria-invalid=true]{border-color:#a61c00}
            .away{position:absolute;left:-100vw}nav a{margin-right:.8rem}small{font-weight:400}
            """;

    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + hash(STYLE)
            + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final Template template;
    private final FormTexts texts;
    private final SubmissionResource submissions;
    private final Submissions reader;

    FormResource(
            @Location("form.html") Template template,
            FormTexts texts,
            SubmissionResource submissions,
            Submissions reader) {
        this.template = template;
        this.texts = texts;
        this.submissions = submissions;
        this.reader = reader;
    }

    @GET
    @Operation(summary = "A form to write a request on, in en, da, sv, nb, ru or de")
    public Uni<Response> form(@RestQuery @Nullable String lang, @Context HttpHeaders headers) {
        return page(200, texts.language(lang, headers), Map.of(), Set.of(), null);
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(summary = "Hand in the form", description = "The members of POST /v1/inquiries, answered with a page.")
    public Uni<Response> handIn(
            byte[] body,
            @RestHeader("Content-Type") String contentType,
            @RestQuery @Nullable String lang,
            @Context HttpHeaders headers) {
        var language = texts.language(lang, headers);
        return Uni.createFrom()
                .deferred(() -> submissions.submit(body, contentType, null))
                .flatMap(taken -> page(200, language, Map.of(), Set.of(), "taken"))
                .onFailure(FormResource::isTheirs)
                .recoverWithUni(problem ->
                        page(400, language, reader.words(body, contentType), fields((HttpProblem) problem), null));
    }

    private static boolean isTheirs(Throwable failure) {
        return failure instanceof HttpProblem problem
                && (problem.getStatusCode() == 400 || problem.getStatusCode() == 422);
    }

    private Uni<Response> page(
            int status, String language, Map<String, String> words, Set<String> wrong, @Nullable String taken) {
        return template.data("t", texts.of(language))
                .data("lang", language)
                .data("languages", FormTexts.LANGUAGES)
                .data("style", STYLE)
                .data("words", words)
                .data("wrong", wrong)
                .data("taken", taken != null)
                .data("key", Ids.next().toString())
                .createUni()
                .map(html -> Response.status(status)
                        .entity(html)
                        .header("Content-Security-Policy", POLICY)
                        .header("Content-Language", language)
                        .header("Referrer-Policy", "no-referrer")
                        .header("Cache-Control", "no-store")
                        .build());
    }

    /** The fields that are wrong; the message when none is named. */
    private static Set<String> fields(HttpProblem problem) {
        var errors = problem.getParameters().get("errors") instanceof List<?> list ? list : List.of();
        var fields = errors.stream()
                .filter(FieldError.class::isInstance)
                .map(error -> ((FieldError) error).field())
                .map(field -> field.startsWith("attachments") ? "attachments" : field)
                .collect(Collectors.toSet());
        return fields.isEmpty() ? Set.of("body") : fields;
    }

    private static String hash(String style) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
