package dev.casestream.ticket.domain;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with variables: {@code {{customer.name}}}, or {@code {{customer.name|you}}} with what stands there when it is
 * not known.
 */
public record Template(String text) {

    private static final Pattern VARIABLE =
            Pattern.compile("\\{\\{\\s*([A-Za-z0-9._:/-]{1,100})\\s*(?:\\|([^{}|]{0,200}))?}}");

    /** What becomes of a text, and which of its variables have no value. */
    public record Rendered(String text, Set<String> missing) {}

    /** @param values as text; what is not there has no value */
    public Rendered render(Map<String, String> values) {
        var missing = new TreeSet<String>();
        var rendered = VARIABLE.matcher(text).replaceAll(match -> {
            var value = values.getOrDefault(match.group(1), "");
            var chosen = value.isBlank() ? match.group(2) : value;
            if (chosen == null) {
                missing.add(match.group(1));
            }
            return Matcher.quoteReplacement(chosen == null ? "" : chosen);
        });
        return new Rendered(rendered, missing);
    }

    /** The names of its variables. */
    public List<String> variables() {
        return VARIABLE.matcher(text)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }

    /** The text for a language: its own, that of the same language elsewhere, English, or else the first. */
    public static Template in(@Nullable String language, Map<String, String> texts) {
        var wanted = language == null ? "" : language;
        var base = wanted.split("-", 2)[0];
        for (var tried : List.of(wanted, base, "en")) {
            if (texts.containsKey(tried)) {
                return new Template(texts.getOrDefault(tried, ""));
            }
        }
        return new Template(texts.entrySet().stream()
                .min(Map.Entry.comparingByKey())
                .orElseThrow()
                .getValue());
    }
}
