package dev.casestream.notification.domain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.stream.Collectors;

/** Other people's words in a mail header: never a second line, and in any script (RFC 2047). */
public final class HeaderText {

    private static final int MAX_CODE_POINTS = 250;
    /** Base64 of so many bytes fits an encoded word of 75 characters. */
    private static final int WORD_BYTES = 45;

    private HeaderText() {}

    /** One line of at most 250 characters, without control and format characters. */
    public static String clean(String text) {
        var line = text.codePoints()
                .map(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.LINE_SEPARATOR
                                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                        ? ' '
                        : c)
                .filter(c -> Character.getType(c) != Character.FORMAT && Character.getType(c) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip()
                .replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= MAX_CODE_POINTS
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_CODE_POINTS)).strip() + "…";
    }

    /** Cleaned, and encoded where it is not plain ASCII; folded lines are separated by a line feed and a space. */
    public static String encoded(String text) {
        var clean = clean(text);
        if (clean.chars().allMatch(c -> c >= ' ' && c < 127) && !clean.contains("=?")) {
            return clean;
        }
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        for (var character : clean.codePoints().mapToObj(Character::toString).toList()) {
            if (utf8(word + character).length > WORD_BYTES) {
                words.add(word.toString());
                word.setLength(0);
            }
            word.append(character);
        }
        words.add(word.toString());
        return words.stream()
                .map(part -> "=?UTF-8?B?" + Base64.getEncoder().encodeToString(utf8(part)) + "?=")
                .collect(Collectors.joining("\n "));
    }

    /** A mailbox with a name for people to read. */
    public static String mailbox(String name, String address) {
        var encoded = encoded(name);
        return (encoded.startsWith("=?")
                        ? encoded
                        : "\"" + encoded.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                + " <" + address + ">";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
