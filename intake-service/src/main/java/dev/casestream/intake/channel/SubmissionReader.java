package dev.casestream.intake.channel;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.casestream.intake.domain.Reading.Fault;
import dev.casestream.intake.domain.Reading.Invalid;
import dev.casestream.intake.domain.Words;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads submissions strictly, and says what is wrong without repeating what was sent. */
@ApplicationScoped
public class SubmissionReader {

    static final long MOST_ATTACHED = 25 << 20;
    static final long MOST_PER_FILE = 10 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private final Validator validator;

    public SubmissionReader(Validator validator) {
        this.validator = validator;
    }

    /** A submission, or what is wrong with it. */
    sealed interface Result {
        record Fine(Submission submission) implements Result {}

        record Wrong(Invalid invalid) implements Result {}
    }

    Result read(InputStream in, String contentType) throws IOException {
        try {
            if (MultipartForm.is(contentType)) {
                return switch (MultipartForm.read(in, contentType, JSON)) {
                    case MultipartForm.Form(var fields, var files) -> checked(fields(fields, files));
                    case MultipartForm.Malformed(var fault) -> wrong(List.of(fault));
                };
            }
            return checked(JSON.readValue(in, Submission.class));
        } catch (JsonProcessingException e) {
            return wrong(List.of(fault(e)));
        }
    }

    /** The texts of a form, by field; none of what is no form. */
    Map<String, String> words(InputStream in, String contentType) {
        var words = new TreeMap<String, String>();
        try {
            if (MultipartForm.read(in, contentType, JSON) instanceof MultipartForm.Form(var fields, var files)) {
                fields.properties()
                        .forEach(field ->
                                words.put(field.getKey(), field.getValue().asText()));
                fields.path("sender")
                        .properties()
                        .forEach(field ->
                                words.put(field.getKey(), field.getValue().asText()));
            }
        } catch (IOException e) {
            words.clear();
        }
        return words;
    }

    private static Submission fields(JsonNode fields, List<Submission.File> files) throws JsonProcessingException {
        var form = JSON.treeToValue(fields, Submission.class);
        var all = new ArrayList<>(form.files());
        all.addAll(files);
        return new Submission(
                form.channel(),
                form.sender(),
                form.subject(),
                form.body(),
                form.bodyFormat(),
                form.locale(),
                form.conversationKey(),
                form.externalId(),
                form.priority(),
                form.category(),
                form.fields(),
                all);
    }

    @SuppressWarnings("NullAway") // JSON null is a submission too, and a wrong one.
    private Result checked(Submission submission) {
        if (submission == null) {
            return wrong(List.of(new Fault("body", "must be a JSON object")));
        }
        var faults = validator.validate(submission).stream()
                .map(violation ->
                        new Fault(Words.line(violation.getPropertyPath().toString(), 100), violation.getMessage()))
                .sorted((one, other) -> one.field().compareTo(other.field()))
                .collect(Collectors.toCollection(ArrayList::new));
        if (faults.isEmpty()) {
            sizes(submission, faults);
        }
        return faults.isEmpty() ? new Result.Fine(submission) : wrong(faults);
    }

    private static void sizes(Submission submission, List<Fault> faults) {
        if (Words.utf8Bytes(submission.body()) > Submission.MOST_BODY) {
            faults.add(new Fault("body", "must have at most " + Submission.MOST_BODY + " bytes"));
        }
        var files = submission.files();
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).content().length > MOST_PER_FILE) {
                faults.add(
                        new Fault("attachments[" + i + "].content", "must have at most " + MOST_PER_FILE + " bytes"));
            }
        }
        if (files.stream().mapToLong(file -> file.content().length).sum() > MOST_ATTACHED) {
            faults.add(new Fault("attachments", "must have at most " + MOST_ATTACHED + " bytes together"));
        }
    }

    private static Result wrong(List<Fault> faults) {
        return new Result.Wrong(new Invalid(List.copyOf(faults)));
    }

    private static Fault fault(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return new Fault(Words.line(unknown.getPropertyName(), 64), "is unknown");
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            var path = mapping.getPath().stream()
                    .map(reference -> reference.getFieldName() == null
                            ? "[" + reference.getIndex() + "]"
                            : Words.line(reference.getFieldName(), 64))
                    .limit(5)
                    .collect(Collectors.joining("."));
            return new Fault(path, "has the wrong type or form");
        }
        return new Fault("body", "is not the JSON object that this call takes");
    }
}
