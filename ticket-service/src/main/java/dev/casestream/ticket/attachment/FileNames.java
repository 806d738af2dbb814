package dev.casestream.ticket.attachment;

import dev.casestream.ticket.Words;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Names of files, as people give them and as browsers may have them. */
final class FileNames {

    private FileNames() {}

    /** Without path, control characters and what file systems or shells take for something else. */
    static @Nullable String clean(@Nullable String given) {
        if (given == null) {
            return null;
        }
        var name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        return Words.orNull(name.replaceAll("[\\p{Cf}<>:\"|?*]", "").replaceAll("^\\.+", ""), 200);
    }

    /** For a Content-Disposition header (RFC 6266): to be saved, never shown in our origin. */
    static String disposition(String name) {
        var plain = name.replaceAll("[^A-Za-z0-9._ -]", "_");
        var encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }
}
