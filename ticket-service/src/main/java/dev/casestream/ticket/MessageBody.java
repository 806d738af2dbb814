package dev.casestream.ticket;

import dev.casestream.chassis.rest.Problems;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.owasp.html.PolicyFactory;
import org.owasp.html.Sanitizers;

/**
 * What somebody writes: text, and HTML where it was given.
 *
 * @param html harmless: nothing that runs, loads styles or leads anywhere but to the web and to mail
 */
public record MessageBody(String text, @Nullable String html) {

    public static final int MAX_TEXT = 65_536;
    public static final int MAX_HTML = 131_072;

    private static final PolicyFactory ALLOWED = Sanitizers.FORMATTING
            .and(Sanitizers.BLOCKS)
            .and(Sanitizers.LINKS)
            .and(Sanitizers.TABLES)
            .and(Sanitizers.IMAGES);

    /** The text is derived from the HTML where only that is given. */
    public static MessageBody of(@Nullable String text, @Nullable String html) {
        var harmless = harmless(html);
        var words =
                text == null || text.isBlank() ? plain(Objects.requireNonNullElse(harmless, "")) : Words.clean(text);
        if (words.isBlank()) {
            throw Problems.invalid("body", "must have words: give body or html");
        }
        return new MessageBody(words, harmless);
    }

    /** HTML that can be shown to anybody; null where there is none. */
    public static @Nullable String harmless(@Nullable String html) {
        return html == null || html.isBlank() ? null : ALLOWED.sanitize(Words.clean(html));
    }

    private static String plain(String html) {
        var document = Jsoup.parseBodyFragment(html);
        document.select("p, div, li, tr, blockquote, pre, h1, h2, h3, h4, h5, h6")
                .forEach((Element block) -> block.after("\n"));
        return document.body()
                .wholeText()
                .replaceAll("[ \\t]+\\n", "\n")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }
}
