package dev.casestream.intake.domain;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Keeps other people's words within what a database and an event can carry. */
public final class Words {

    private Words() {}

    /** Without control characters but for line ends and tabs, and with line ends of one kind. */
    public static String clean(String words) {
        var clean = new StringBuilder(words.length());
        for (int i = 0; i < words.length(); i++) {
            var c = words.charAt(i);
            if (c == '\r') {
                clean.append('\n');
                i += i + 1 < words.length() && words.charAt(i + 1) == '\n' ? 1 : 0;
            } else if (Character.isHighSurrogate(c)) {
                if (i + 1 < words.length() && Character.isLowSurrogate(words.charAt(i + 1))) {
                    clean.append(c).append(words.charAt(++i));
                }
            } else if (c == '\n' || c == '\t' || !Character.isISOControl(c) && !Character.isLowSurrogate(c)) {
                clean.append(c);
            }
        }
        return clean.toString();
    }

    /** The same as one line of at most so many characters. */
    public static String line(String words, int most) {
        var line = clean(words).replaceAll("[\\s\\u2028\\u2029]+", " ").strip();
        return line.length() <= most ? line : line.substring(0, most - boundary(line, most));
    }

    /** The beginning that takes at most so many bytes as UTF-8 in a JSON string. */
    public static @Nullable String clip(@Nullable String words, int bytes) {
        if (words == null || words.length() <= bytes / 3) {
            return words;
        }
        var taken = 0;
        for (int i = 0; i < words.length(); ) {
            var codePoint = words.codePointAt(i);
            taken += jsonBytes(codePoint);
            if (taken > bytes) {
                return words.substring(0, i);
            }
            i += Character.charCount(codePoint);
        }
        return words;
    }

    public static int utf8Bytes(String words) {
        return words.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int boundary(String line, int at) {
        return Character.isHighSurrogate(line.charAt(at - 1)) ? 1 : 0;
    }

    private static int jsonBytes(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint < 0x20 || codePoint == '"' || codePoint == '\\' ? 2 : 1;
        }
        return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
