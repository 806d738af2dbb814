package dev.casestream.intake.mail;

import dev.casestream.contracts.Attachment;
import dev.casestream.intake.domain.FileNames;
import dev.casestream.intake.domain.Words;
import dev.casestream.intake.store.ContentStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
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

/** Takes one mail apart in a single pass, within limits; whatever has no text to show becomes an attachment. */
final class MailParser {

    private static final Tika TYPES = new Tika();
    private static final int SNIFFED = 8 * 1024;

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
                List.copyOf(parser.attachments));
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
            var words = Charsets.decode(
                    tokens.getDecodedInputStream().readNBytes(limits.text()),
                    HeaderText.parameter(part.get("content-type"), "charset"));
            var to = type.equals("text/html") ? html : text;
            to.append(to.isEmpty() || to.length() > limits.text() ? "" : "\n")
                    .append(to.length() > limits.text() ? "" : words);
            return;
        }
        attach(name, type, new BufferedInputStream(tokens.getDecodedInputStream(), SNIFFED));
    }

    private void attach(@org.jspecify.annotations.Nullable String name, String claimed, InputStream in)
            throws IOException {
        in.mark(SNIFFED);
        var head = in.readNBytes(SNIFFED - 1);
        in.reset();
        var safe = FileNames.clean(
                name, claimed.equals("message/rfc822") ? "message.eml" : "attachment-" + (attachments.size() + 1));
        var type = claimed.equals("message/rfc822") ? claimed : TYPES.detect(head, safe);
        var stored = store.put(in, limits.attachment());
        attachments.add(new Attachment(stored.hash(), safe, type, stored.size()));
    }
}
