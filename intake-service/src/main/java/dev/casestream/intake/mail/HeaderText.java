package dev.casestream.intake.mail;

import com.google.re2j.Pattern;
import dev.casestream.intake.domain.Words;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.Field;
import org.jspecify.annotations.Nullable;

/** Header values as people meant them: unfolded, with encoded words (RFC 2047) and parameters (RFC 2231) decoded. */
public final class HeaderText {

    private static final int LONGEST = 64 * 1024;

    private HeaderText() {}

    /** The value in one line; raw bytes beyond ASCII are read as the sender most likely meant them. */
    public static String unfolded(Field field) {
        var raw = field.getRaw();
        if (raw == null) {
            return String.valueOf(field.getBody());
        }
        var line = Charsets.decode(raw.toByteArray(), null);
        return line.substring(line.indexOf(':') + 1)
                .replaceAll("\\r?\\n(?=[ \\t])|[\\r\\n]+$", "")
                .strip();
    }

    static String decoded(@Nullable String value) {
        return value == null ? "" : Words.clean(DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT));
    }

    /** The file name that a part gives, if it does. */
    public static @Nullable String fileName(@Nullable String disposition, @Nullable String type) {
        var name = parameter(disposition, "filename");
        name = name == null ? parameter(type, "name") : name;
        // Outlook and others put encoded words where RFC 2231 wants its own form.
        return name == null ? null : DecoderUtil.decodeEncodedWords(name, DecodeMonitor.SILENT);
    }

    public static @Nullable String parameter(@Nullable String header, String name) {
        if (header == null || header.indexOf(';') < 0 || header.length() > LONGEST) {
            return null;
        }
        try {
            return new ParameterList(header.substring(header.indexOf(';'))).get(name);
        } catch (ParseException e) {
            var match = Pattern.compile("(?i)[;\\s]" + Pattern.quote(name) + "\\s*=\\s*(?:\"([^\"]*)\"|([^;]*))")
                    .matcher(header);
            return match.find() ? (match.group(1) == null ? match.group(2) : match.group(1)) : null;
        }
    }
}
