package dev.casestream.intake.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.casestream.intake.domain.Reading.Fault;
import dev.casestream.intake.mail.HeaderText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code multipart/form-data} (RFC 7578) in one bounded pass. Parts with a file name are attachments; a part
 * {@code inquiry} is the whole JSON object; others are its members, the sender's as {@code sender.email} or
 * {@code email}, own fields as {@code fields.<name>}.
 */
final class MultipartForm {

    private static final int MOST_PARTS = 200;
    private static final int MOST_VALUE = 1 << 20;
    private static final Set<String> AUTHOR = Set.of("name", "email", "phone", "handle");

    private MultipartForm() {}

    sealed interface Read {}

    record Form(JsonNode fields, List<Submission.File> files) implements Read {}

    record Malformed(Fault fault) implements Read {}

    static boolean is(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    static Read read(InputStream in, String contentType, JsonMapper json) throws IOException {
        var tokens = new MimeTokenStream(MimeConfig.custom()
                .setMaxHeaderCount(20)
                .setMaxHeaderLen(4_096)
                .setMaxLineLen(-1)
                .build());
        var fields = json.createObjectNode();
        var files = new ArrayList<Submission.File>();
        Map<String, String> headers = new HashMap<>();
        var parts = 0;
        try {
            tokens.parseHeadless(in, contentType);
            for (var state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                if (state == EntityState.T_START_HEADER) {
                    headers.clear();
                    if (++parts > MOST_PARTS) {
                        return new Malformed(new Fault("body", "must have at most " + MOST_PARTS + " parts"));
                    }
                } else if (state == EntityState.T_FIELD) {
                    var field = tokens.getField();
                    headers.put(field.getName().toLowerCase(Locale.ROOT), HeaderText.unfolded(field));
                } else if (state == EntityState.T_BODY) {
                    var disposition = headers.get("content-disposition");
                    var name = HeaderText.parameter(disposition, "name");
                    if (name == null) {
                        return new Malformed(new Fault("body", "must name each part"));
                    }
                    var file = HeaderText.fileName(disposition, null);
                    if (file != null) {
                        var given = file(file, headers.get("content-type"), tokens.getDecodedInputStream());
                        // What browsers send where no file was chosen.
                        if (!file.isEmpty() || given.content().length > 0) {
                            files.add(given);
                        }
                    } else {
                        var fault = put(fields, name, value(tokens.getDecodedInputStream()), json);
                        if (fault != null) {
                            return new Malformed(fault);
                        }
                    }
                }
            }
        } catch (MimeException e) {
            return new Malformed(new Fault("body", "is not multipart/form-data"));
        }
        return new Form(fields, files);
    }

    private static Submission.File file(String name, @Nullable String type, InputStream in) throws IOException {
        return new Submission.File(name, type, in.readNBytes((int) SubmissionReader.MOST_PER_FILE + 1));
    }

    private static String value(InputStream in) throws IOException {
        return new String(in.readNBytes(MOST_VALUE), StandardCharsets.UTF_8);
    }

    private static @Nullable Fault put(ObjectNode fields, String name, String value, JsonMapper json)
            throws JsonProcessingException {
        if (value.isEmpty()) {
            return null;
        }
        if (name.equals("inquiry") && json.readTree(value) instanceof ObjectNode whole) {
            fields.setAll(whole);
        } else if (AUTHOR.contains(name)) {
            return put(fields, "sender", name, value);
        } else if (name.startsWith("sender.")) {
            return put(fields, "sender", name.substring(7), value);
        } else if (name.startsWith("fields.")) {
            return put(fields, "fields", name.substring(7), value);
        } else if ((name.equals("sender") || name.equals("fields"))
                && json.readTree(value) instanceof ObjectNode node) {
            fields.set(name, node);
        } else {
            fields.put(name, value);
        }
        return null;
    }

    private static @Nullable Fault put(ObjectNode fields, String object, String member, String value) {
        if (fields.hasNonNull(object) && !fields.get(object).isObject()) {
            return new Fault(object, "must be an object where its members are given too");
        }
        fields.withObject("/" + object).put(member, value);
        return null;
    }
}
