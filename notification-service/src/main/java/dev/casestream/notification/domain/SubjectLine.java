package dev.casestream.notification.domain;

import java.util.List;
import java.util.Locale;

/** Subjects that carry the ticket's number, and no more prefixes than one. */
public final class SubjectLine {

    private static final List<String> PREFIXES =
            List.of("re:", "sv:", "vs:", "aw:", "antw:", "wg:", "fw:", "fwd:", "vb:", "ang:", "отв:", "на:");

    private SubjectLine() {}

    /** {@code [CS-1042] Re: ...} */
    public static String reply(String number, String subject) {
        return of(number, "Re: " + bare(subject, "[" + number + "]"));
    }

    /** {@code [CS-1042] ...} */
    public static String of(String number, String subject) {
        return ("[" + number + "] " + HeaderText.clean(subject)).strip();
    }

    private static String bare(String subject, String tag) {
        var rest = HeaderText.clean(subject);
        while (true) {
            var start = rest.toLowerCase(Locale.ROOT);
            var lead = start.startsWith(tag.toLowerCase(Locale.ROOT))
                    ? tag
                    : PREFIXES.stream().filter(start::startsWith).findFirst().orElse("");
            if (lead.isEmpty()) {
                return rest;
            }
            rest = rest.substring(lead.length()).strip();
        }
    }
}
