package dev.casestream.ticket.search;

import dev.casestream.chassis.rest.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What somebody looks for.
 *
 * @param required of each group one of the terms, somewhere on the ticket
 * @param excluded none of these
 */
public record SearchQuery(List<List<Term>> required, List<Term> excluded) {

    static final int MAX_LENGTH = 200;
    static final int MAX_TERMS = 12;

    private static final Pattern TERM = Pattern.compile("(-)?(?:\"([^\"]*)\"|(\\S+))");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]");

    /** A word or, in quotation marks, a phrase. */
    public record Term(String text, boolean phrase) {}

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when it is too long or has nothing to look for */
    public static SearchQuery parse(String q) {
        if (q.length() > MAX_LENGTH) {
            throw Problems.invalid("q", "may have " + MAX_LENGTH + " characters at most");
        }
        var required = new ArrayList<List<Term>>();
        var excluded = new ArrayList<Term>();
        var or = false;
        var terms = TERM.matcher(q);
        while (terms.find()) {
            var phrase = terms.group(2) != null;
            var term = new Term(phrase ? terms.group(2) : terms.group(3), phrase);
            if (!WORD.matcher(term.text()).find()) {
                continue;
            }
            if (!phrase && term.text().equalsIgnoreCase("or")) {
                or = !required.isEmpty();
            } else if (terms.group(1) != null) {
                excluded.add(term);
            } else if (or) {
                required.getLast().add(term);
                or = false;
            } else {
                required.add(new ArrayList<>(List.of(term)));
            }
        }
        if (required.isEmpty()) {
            throw Problems.invalid("q", "must have a word to look for");
        }
        if (required.stream().mapToInt(List::size).sum() + excluded.size() > MAX_TERMS) {
            throw Problems.invalid("q", "may have " + MAX_TERMS + " words at most");
        }
        return new SearchQuery(required.stream().map(List::copyOf).toList(), List.copyOf(excluded));
    }
}
