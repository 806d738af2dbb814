package dev.casestream.intake.mail;

import dev.casestream.chassis.store.ContentStore;
import dev.casestream.contracts.Attachment;
import dev.casestream.intake.domain.FileNames;
import dev.casestream.intake.domain.Words;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.io.MaxHeaderLengthLimitException;
import org.apache.james.mime4j.io.MaxHeaderLimitException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.apache.tika.Tika;
import org.jspecify.annotations.Nullable;

/** Takes one mail apart in a single pass, within limits; whatever has no text to show becomes an attachment. */
final class MailParser {

    private static final Tika TYPES = new Tika();
    private static final int SNIFFED = 8 * 1024;
    private static final int MOST_REPORTED = 256 * 1024;

    private final ContentStore store;
    private final MailLimits limits;
    private final MimeTokenStream tokens;
    private final Patience patience;

    private final Map<String, List<String>> headers = new HashMap<>();
    private final Deque<String> multiparts = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder html = new StringBuilder();
    private final List<Attachment> attachments = new ArrayList<>();
    private Map<String, String> part = new HashMap<>();
    private String report = "";
    private String returned = "";
    private int entities;

    private MailParser(ContentStore store, MailLimits limits, Patience patience) {
        this.store = store;
        this.limits = limits;
        this.patience = patience;
        tokens = new MimeTokenStream(MimeConfig.custom()
                .setMaxHeaderCount(limits.headers())
                .setMaxHeaderLen(limits.headerBytes())
                .setMaxLineLen(-1)
                .setMalformedHeaderStartsBody(false)
                .build());
        // A mail in a mail stays whole: it is somebody's evidence.
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
    }

    /**
     * @throws TooHardException when it exceeds a limit
     * @throws IOException when it or the store cannot be read or written: nobody's fault but the machine's
     */
    static ParsedMail parse(InputStream in, ContentStore store, MailLimits limits, Patience patience)
            throws IOException, TooHardException {
        var parser = new MailParser(store, limits, patience);
        try {
            parser.tokens.parse(new BufferedInputStream(in));
            parser.run();
        } catch (MaxHeaderLimitException | MaxHeaderLengthLimitException e) {
            throw new TooHardException("too-many-headers");
        } catch (MimeException e) {
            throw new TooHardException("malformed");
        }
        return new ParsedMail(
                parser.headers,
                Words.clean(parser.text.toString()),
                parser.html.toString(),
                List.copyOf(parser.attachments),
                parser.report,
                parser.returned);
    }

    private void run() throws IOException, MimeException, TooHardException {
        for (var state = tokens.getState(); ; state = tokens.next()) {
            patience.check();
            switch (state) {
                case T_START_HEADER -> begin();
                case T_FIELD -> field();
                case T_START_MULTIPART -> enter();
                case T_END_MULTIPART -> multiparts.pop();
                case T_BODY -> body(tokens.getBodyDescriptor());
                case T_END_OF_STREAM -> {
                    return;
                }
                default -> {
                    // Preambles and epilogues are nobody's words.
                }
            }
        }
    }

    private void begin() throws TooHardException {
        part = new HashMap<>();
        if (++entities > limits.parts() + 1) {
            throw new TooHardException("too-many-parts");
        }
    }

    private void enter() throws TooHardException {
        multiparts.push(tokens.getBodyDescriptor().getMimeType());
        if (multiparts.size() > limits.depth()) {
            throw new TooHardException("too-deep");
        }
    }

    private void field() {
        var field = tokens.getField();
        var name = field.getName().toLowerCase(Locale.ROOT);
        var value = HeaderText.unfolded(field);
        part.putIfAbsent(name, value);
        if (entities == 1) {
            headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
    }

    private void body(BodyDescriptor descriptor) throws IOException {
        var type = descriptor.getMimeType();
        var name = HeaderText.fileName(part.get("content-disposition"), part.get("content-type"));
        var attached = part.getOrDefault("content-disposition", "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .startsWith("attachment");
        if (!attached && name == null && (type.equals("text/plain") || type.equals("text/html"))) {
            var given = part.get("content-type");
            var decoded = Charsets.decode(
                    tokens.getDecodedInputStream().readNBytes(limits.text()), HeaderText.parameter(given, "charset"));
            var words = "flowed".equalsIgnoreCase(HeaderText.parameter(given, "format"))
                    ? Flowed.read(decoded, "yes".equalsIgnoreCase(HeaderText.parameter(given, "delsp")))
                    : decoded;
            var to = type.equals("text/html") ? html : text;
            to.append(to.isEmpty() || to.length() > limits.text() ? "" : "\n")
                    .append(to.length() > limits.text() ? "" : words);
            return;
        }
        var in = new BufferedInputStream(tokens.getDecodedInputStream(), SNIFFED);
        if (type.equals("message/delivery-status")) {
            var read = in.readNBytes(MOST_REPORTED);
            report = report.isEmpty() ? new String(read, StandardCharsets.UTF_8) : report;
            attach(name, type, new BufferedInputStream(new ByteArrayInputStream(read)));
        } else if (Winmail.is(type, name)) {
            unpack(name, type, in);
        } else {
            attach(name, type, in);
        }
    }

    /** What is in it; itself when nothing can be found in it. */
    private void unpack(@Nullable String name, String type, InputStream in) throws IOException {
        var packed = in.readNBytes(Winmail.LARGEST);
        var files = Winmail.files(packed);
        for (var file : files) {
            attach(
                    file.name(),
                    "application/octet-stream",
                    new BufferedInputStream(new ByteArrayInputStream(file.content())));
        }
        if (files.isEmpty()) {
            attach(name, type, new BufferedInputStream(new SequenceInputStream(new ByteArrayInputStream(packed), in)));
        }
    }

    private void attach(@Nullable String name, String claimed, InputStream in) throws IOException {
        in.mark(SNIFFED);
        var head = in.readNBytes(SNIFFED - 1);
        in.reset();
        if (returned.isEmpty() && (claimed.equals("message/rfc822") || claimed.equals("text/rfc822-headers"))) {
            returned = new String(head, StandardCharsets.ISO_8859_1);
        }
        var safe = FileNames.clean(
                name, claimed.equals("message/rfc822") ? "message.eml" : "attachment-" + (attachments.size() + 1));
        var type = claimed.equals("message/rfc822") ? claimed : TYPES.detect(head, safe);
        var stored = store.put(in, limits.attachment());
        attachments.add(new Attachment(stored.hash(), safe, type, stored.size()));
    }
}
