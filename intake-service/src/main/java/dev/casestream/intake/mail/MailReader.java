package dev.casestream.intake.mail;

import dev.casestream.chassis.store.ContentStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads mail: all of it within limits, or only its id. */
@ApplicationScoped
public class MailReader {

    private static final int HEADERS = 256 * 1024;
    private static final Pattern MESSAGE_ID = Pattern.compile("(?im)^message-id[ \\t]*:((?:[^\\n]|\\n[ \\t])*+)");

    private final ContentStore store;

    public MailReader(ContentStore store) {
        this.store = store;
    }

    /** @throws TooHardException when it exceeds a limit */
    public ParsedMail read(InputStream in, Patience patience) throws IOException, TooHardException {
        return MailParser.parse(in, store, MailLimits.DEFAULT, patience);
    }

    /** The Message-ID header as it stands, without reading more than the beginning. */
    public static @Nullable String messageId(InputStream in) throws IOException {
        var beginning = new String(in.readNBytes(HEADERS), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        var end = beginning.indexOf("\n\n");
        var match = MESSAGE_ID.matcher(end < 0 ? beginning : beginning.substring(0, end + 1));
        return match.find() ? match.group(1) : null;
    }
}
