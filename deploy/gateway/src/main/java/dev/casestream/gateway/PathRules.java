package dev.casestream.gateway;

import java.util.Optional;
import java.util.regex.Pattern;

/** A path must mean the same to the gateway and to every server behind it, or it goes nowhere. */
final class PathRules {
    private static final Pattern NOT_HEXADECIMAL = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final Pattern ENCODED =
            Pattern.compile("%(?:2f|5c|2e|3b|00|0a|0d|25(?:2f|5c|2e|3b|00|25))", Pattern.CASE_INSENSITIVE);
    private static final Pattern DOTS = Pattern.compile("(?:^|/)\\.{1,2}(?:/|$)");
    private static final Pattern STRANGE = Pattern.compile("[^\\x21-\\x7e]");

    private PathRules() {}

    /** Why a raw path is refused, if it is. */
    static Optional<String> refusal(String path) {
        if (!path.startsWith("/") || STRANGE.matcher(path).find()) {
            return Optional.of("A path starts with a slash and is plain ASCII; encode the rest");
        }
        if (path.indexOf(';') >= 0 || path.indexOf('\\') >= 0 || path.contains("//")) {
            return Optional.of("A path has no semicolon, backslash or empty segment");
        }
        if (DOTS.matcher(path).find()) {
            return Optional.of("A path has no dot segments");
        }
        if (NOT_HEXADECIMAL.matcher(path).find() || ENCODED.matcher(path).find()) {
            return Optional.of("A path has no encoded slash, backslash, dot, semicolon or control character");
        }
        return Optional.empty();
    }
}
