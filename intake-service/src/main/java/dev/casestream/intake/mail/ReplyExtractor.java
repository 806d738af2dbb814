package dev.casestream.intake.mail;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Tells what is new in a mail from what is quoted and from signatures; when in doubt, it is new. */
public final class ReplyExtractor {

    private static final int MOST_QUOTED = 256 * 1024;

    private ReplyExtractor() {}

    /**
     * @param html what is new, with its markup; null where there was none, or none that a browser should be given
     * @param quoted what was left out, or the beginning of it; null if nothing was
     */
    public record Extract(
            String text, @Nullable String html, @Nullable String quoted) {}

    public static Extract ofText(String text, Patience patience) throws TooHardException {
        var lines = text.strip().lines().toList();
        var fresh = new ArrayList<String>();
        var quoted = new ArrayList<String>();
        for (int i = 0; i < lines.size(); ) {
            patience.check();
            var end = quotationEnd(lines, i);
            (end > i ? quoted : fresh).addAll(lines.subList(i, Math.max(end, i + 1)));
            i = Math.max(end, i + 1);
        }
        var visible = String.join("\n", fresh).replaceAll("\n{3,}", "\n\n").strip();
        return visible.isEmpty() || quoted.isEmpty()
                ? new Extract(text.strip(), null, null)
                : new Extract(visible, null, String.join("\n", quoted).strip());
    }

    public static Extract ofHtml(String html, Patience patience) throws TooHardException {
        var document = Html.parse(html);
        var shown = !Html.isDeep(document);
        var removed = new StringBuilder();
        for (var container : document.select(QuoteMarks.CONTAINERS)) {
            patience.check();
            // What is within another went with it.
            if (container.ownerDocument() != null) {
                take(container, removed);
            }
        }
        for (var divider : document.select(QuoteMarks.DIVIDERS)) {
            if (divider.ownerDocument() == null) {
                continue;
            }
            for (var next = divider.nextElementSibling(); next != null; next = divider.nextElementSibling()) {
                patience.check();
                take(next, removed);
            }
            take(divider, removed);
        }
        var rest = ofText(Html.text(document), patience);
        if (rest.text().isEmpty() && !removed.toString().isBlank()) {
            return new Extract(Html.text(html), shown ? html : null, null);
        }
        var quoted = ((rest.quoted() == null ? "" : rest.quoted() + "\n") + removed).strip();
        return new Extract(rest.text(), shown ? document.body().html() : null, quoted.isEmpty() ? null : quoted);
    }

    private static void take(Element element, StringBuilder removed) {
        element.remove();
        var room = MOST_QUOTED - removed.length();
        if (room > 0) {
            var text = Html.text(element);
            removed.append(text, 0, Math.min(room, text.length())).append('\n');
        }
    }

    /** Where the quotation or signature that begins at this line ends; the line itself if none begins. */
    private static int quotationEnd(List<String> lines, int at) {
        var line = lines.get(at);
        if (QuoteMarks.isForward(line)) {
            return at;
        }
        if (QuoteMarks.isDelimiter(line) || QuoteMarks.isOriginal(line) || isHead(lines, at)) {
            return lines.size();
        }
        if (line.startsWith(">")) {
            return endOfQuoted(lines, at);
        }
        var intro = introEnd(lines, at);
        if (intro > at) {
            var next = skipBlank(lines, intro);
            return next < lines.size() && lines.get(next).startsWith(">") ? endOfQuoted(lines, next) : lines.size();
        }
        if (QuoteMarks.isSignatureMark(line)) {
            return endOfSignature(lines, at);
        }
        return QuoteMarks.isDeviceSignature(line) ? at + 1 : at;
    }

    private static int endOfQuoted(List<String> lines, int at) {
        var end = at;
        while (end < lines.size()
                && (lines.get(end).startsWith(">") || lines.get(end).isBlank())) {
            end++;
        }
        return end;
    }

    /** A signature ends where a quotation begins, so that what is below it is looked at too. */
    private static int endOfSignature(List<String> lines, int at) {
        var end = at + 1;
        while (end < lines.size() && !lines.get(end).startsWith(">") && introEnd(lines, end) == end) {
            end++;
        }
        return end;
    }

    /** The line after an introduction such as "On Monday, Ada wrote:", which mail programs break into up to three lines. */
    private static int introEnd(List<String> lines, int at) {
        var joined = new StringBuilder();
        for (int n = 0; n < 3 && at + n < lines.size(); n++) {
            var line = lines.get(at + n).strip();
            if (line.isEmpty() && n > 0) {
                break;
            }
            joined.append(joined.isEmpty() ? "" : " ").append(line);
            if (QuoteMarks.isIntroduction(joined.toString())) {
                return at + n + 1;
            }
        }
        return at;
    }

    private static boolean isHead(List<String> lines, int at) {
        var next = QuoteMarks.isRule(lines.get(at)) ? skipBlank(lines, at + 1) : at;
        return next < lines.size() && isHeaderBlock(lines, next);
    }

    /** Outlook's block: From, Sent, To under each other. */
    private static boolean isHeaderBlock(List<String> lines, int at) {
        return QuoteMarks.isFrom(lines.get(at))
                && lines.subList(at + 1, Math.min(at + 4, lines.size())).stream()
                        .anyMatch(QuoteMarks::isSent)
                && (at == 0 || !QuoteMarks.isForward(lines.get(skipBlankBack(lines, at - 1))));
    }

    private static int skipBlank(List<String> lines, int at) {
        var next = at;
        while (next < lines.size() && lines.get(next).isBlank()) {
            next++;
        }
        return next;
    }

    private static int skipBlankBack(List<String> lines, int at) {
        var previous = at;
        while (previous > 0 && lines.get(previous).isBlank()) {
            previous--;
        }
        return previous;
    }
}
