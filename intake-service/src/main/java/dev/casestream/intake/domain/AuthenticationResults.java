package dev.casestream.intake.domain;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the receiving server found out about a mail's sender (RFC 8601), as far as it is a server that we believe.
 *
 * @param results by method: {@code spf}, {@code dkim}, {@code dmarc}
 * @param verified that the address in From is the sender's, by DMARC or by a signature of its very domain
 */
public record AuthenticationResults(Map<String, String> results, boolean verified) {

    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
    private static final Pattern METHOD = Pattern.compile("(spf|dkim|dmarc)\\s*=\\s*([a-z]{3,12})\\b(.*)");
    private static final Pattern DOMAIN = Pattern.compile("header\\.(?:from|d)\\s*=\\s*@?\"?([a-z0-9.-]+)");
    private static final int LONGEST = 10_000;

    /**
     * @param headers the values of Authentication-Results, the nearest server's first
     * @param believed servers that take away what others wrote in their name
     * @param from the normalised address of who wrote
     */
    public static AuthenticationResults of(List<String> headers, Set<String> believed, String from) {
        var domain = from.substring(from.lastIndexOf('@') + 1);
        for (var header : headers) {
            var line = header.length() > LONGEST
                    ? ""
                    : COMMENT.matcher(header.toLowerCase(Locale.ROOT)).replaceAll(" ");
            var pieces = line.split(";");
            if (believed.contains(pieces[0].strip().split("\\s+")[0])) {
                return read(pieces, domain);
            }
        }
        return new AuthenticationResults(Map.of(), false);
    }

    private static AuthenticationResults read(String[] pieces, String domain) {
        var results = new TreeMap<String, String>();
        var verified = false;
        for (int i = 1; i < pieces.length; i++) {
            var method = METHOD.matcher(pieces[i].strip());
            if (method.matches()) {
                results.merge(method.group(1), method.group(2), (one, other) -> one.equals("pass") ? one : other);
                verified |= method.group(2).equals("pass")
                        && !method.group(1).equals("spf")
                        && isOf(domain, method.group(3));
            }
        }
        // A signature may be genuine, and the domain's owner say all the same that the mail is not.
        return new AuthenticationResults(results, verified && !"fail".equals(results.get("dmarc")));
    }

    private static boolean isOf(String domain, String properties) {
        var named = DOMAIN.matcher(properties);
        return named.find() && named.group(1).equals(domain);
    }

    /** In one line, for people. */
    public String summary() {
        return results.entrySet().stream()
                .map(result -> result.getKey() + "=" + result.getValue())
                .collect(Collectors.joining(" "));
    }
}
