package dev.casestream.intake.domain;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** E-mail addresses in one spelling, so that one person is one identity: lower case, domain in ASCII. */
public final class EmailAddress {

    private static final int LONGEST = 254;

    private EmailAddress() {}

    /** Empty for what is no address. The part after a plus stays: it may tell two people apart. */
    public static Optional<String> normalise(@Nullable String given) {
        if (given == null) {
            return Optional.empty();
        }
        var address = Normalizer.normalize(given.strip(), Normalizer.Form.NFC);
        var at = address.lastIndexOf('@');
        if (at < 1 || at > 64 || address.length() > LONGEST || address.matches("(?s).*[\\s\\p{Cntrl}<>,;()\"].*")) {
            return Optional.empty();
        }
        try {
            var domain = IDN.toASCII(address.substring(at + 1), IDN.ALLOW_UNASSIGNED);
            var local = address.substring(0, at);
            return domain.isEmpty() || domain.startsWith(".") || domain.endsWith(".") || domain.contains("..")
                    ? Optional.empty()
                    : Optional.of((local + "@" + domain).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
