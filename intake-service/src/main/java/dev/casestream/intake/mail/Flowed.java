package dev.casestream.intake.mail;

/** Text whose lines were broken for the way only (RFC 3676), with its paragraphs put together again. */
final class Flowed {

    private Flowed() {}

    /** @param joinsWords whether the space at a soft line's end is part of the break (DelSp) */
    static String read(String text, boolean joinsWords) {
        var out = new StringBuilder(text.length());
        var openDepth = -1;
        for (var line : text.replace("\r\n", "\n").split("\n", -1)) {
            var depth = 0;
            while (depth < line.length() && line.charAt(depth) == '>') {
                depth++;
            }
            var words = line.substring(depth);
            words = words.startsWith(" ") ? words.substring(1) : words;
            var isSignature = words.equals("-- ");
            if (openDepth >= 0 && (openDepth != depth || isSignature)) {
                out.append('\n');
                openDepth = -1;
            }
            if (openDepth < 0 && depth > 0) {
                out.append(">".repeat(depth)).append(' ');
            }
            var soft = words.endsWith(" ") && !isSignature;
            out.append(soft && joinsWords ? words.substring(0, words.length() - 1) : words);
            if (soft) {
                openDepth = depth;
            } else {
                out.append('\n');
                openDepth = -1;
            }
        }
        return out.isEmpty() || out.charAt(out.length() - 1) != '\n'
                ? out.toString()
                : out.substring(0, out.length() - 1);
    }
}
