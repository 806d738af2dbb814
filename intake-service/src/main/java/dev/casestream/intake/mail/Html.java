package dev.casestream.intake.mail;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter.FilterResult;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/** Other people's HTML: made safe for showing, and read as text. Nothing in it makes a browser fetch anything. */
public final class Html {

    private static final PolicyFactory POLICY = new HtmlPolicyBuilder()
            .allowElements(
                    "p",
                    "div",
                    "span",
                    "br",
                    "hr",
                    "b",
                    "strong",
                    "i",
                    "em",
                    "u",
                    "s",
                    "sub",
                    "sup",
                    "small",
                    "code",
                    "pre",
                    "blockquote",
                    "ul",
                    "ol",
                    "li",
                    "dl",
                    "dt",
                    "dd",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "table",
                    "thead",
                    "tbody",
                    "tfoot",
                    "tr",
                    "td",
                    "th",
                    "caption",
                    "a",
                    "img")
            .allowAttributes("href")
            .onElements("a")
            .allowAttributes("colspan", "rowspan", "align")
            .onElements("td", "th")
            .allowAttributes("src")
            .matching((element, attribute, value) -> value.startsWith("cid:") ? value : null)
            .onElements("img")
            .allowAttributes("alt", "width", "height")
            .onElements("img")
            .allowUrlProtocols("http", "https", "mailto", "tel", "cid")
            .requireRelsOnLinks("noopener", "noreferrer", "nofollow")
            .toFactory();

    /** Nobody writes so many levels, and some programs that show mail do not bear them. */
    private static final int DEEPEST = 500;

    private Html() {}

    public static String sanitise(String html) {
        return POLICY.sanitize(html);
    }

    static Document parse(String html) {
        var document = Jsoup.parse(html);
        document.outputSettings().prettyPrint(false);
        document.select("script, style, head, title, template, noscript").remove();
        return document;
    }

    static boolean isDeep(Document document) {
        return NodeTraversor.filter(
                        (node, depth) -> depth > DEEPEST ? FilterResult.STOP : FilterResult.CONTINUE, document)
                == FilterResult.STOP;
    }

    /** The text as a reader sees it, a line per block. */
    public static String text(String html) {
        return text(parse(html));
    }

    static String text(Element element) {
        var text = new StringBuilder();
        element.traverse(new NodeVisitor() {
            @Override
            public void head(Node node, int depth) {
                if (node instanceof TextNode words) {
                    append(text, words);
                } else if (node.nameIs("br")) {
                    text.append('\n');
                } else if (node.nameIs("li")) {
                    newLine(text);
                    text.append("- ");
                }
            }

            @Override
            public void tail(Node node, int depth) {
                if (node instanceof Element block && (block.isBlock() || block.nameIs("tr"))) {
                    newLine(text);
                    if (block.nameIs("p")) {
                        text.append('\n');
                    }
                } else if (node.nameIs("td") || node.nameIs("th")) {
                    text.append(' ');
                }
            }
        });
        return text.toString()
                .replace('\u00a0', ' ')
                .replaceAll("[ \\t]+\n", "\n")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }

    private static void append(StringBuilder text, TextNode words) {
        var line = words.text();
        var fresh = text.isEmpty() || text.charAt(text.length() - 1) == '\n';
        text.append(fresh ? line.stripLeading() : line);
    }

    private static void newLine(StringBuilder text) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
    }
}
