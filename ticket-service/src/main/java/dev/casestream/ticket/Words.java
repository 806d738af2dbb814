package dev.casestream.ticket;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Other people's text, made fit for our tables and topics. */
public final class Words {

    public static final int MAX_NAME = 200;
    public static final int MAX_SUBJECT = 500;
    static final int MAX_CODE = 64;
    /** What is a code, in facts that are kept for ever: a category, a tag, a team. */
    public static final String CODE = "[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}";

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");
    private static final Pattern NOT_CODE = Pattern.compile("[^A-Za-z0-9._:/-]+");

    private Words() {}

    /** Without control characters, which neither a table nor a page can show. */
    public static String clean(String text) {
        return CONTROL.matcher(text.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("");
    }

    public static @Nullable String orNull(@Nullable String text, int max) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return line(text, max);
    }

    /** One line of at most so many characters. */
    public static String line(String text, int max) {
        var line = clean(text).replace('\n', ' ').replace('\t', ' ').strip();
        return line.length() <= max
                ? line
                : line.substring(0, Character.isHighSurrogate(line.charAt(max - 1)) ? max - 1 : max);
    }

    /** What someone chose freely, as a code: facts hold no words. */
    public static @Nullable String code(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var code = NOT_CODE.matcher(text.strip().toLowerCase(Locale.ROOT))
                .replaceAll("-")
                .replaceAll("^[^a-z0-9]+", "");
        return code.isEmpty() ? null : code.substring(0, Math.min(code.length(), MAX_CODE));
    }
}
