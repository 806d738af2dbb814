package dev.casestream.notification.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that a mail server can be given.
 *
 * @param local what stands before the at sign
 */
public record MailAddress(String local, String domain) {

    private static final Pattern ADDRESS =
            Pattern.compile("([^\\s\\p{Cntrl}<>()\\[\\],;:\\\\\"@]{1,64})@([\\p{L}\\p{N}.-]{1,253})");

    /** Empty when it is none, or one that could say more to a server than an address. */
    public static Optional<MailAddress> of(String address) {
        var matcher = ADDRESS.matcher(address.strip());
        return matcher.matches()
                ? Optional.of(new MailAddress(matcher.group(1), matcher.group(2).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** The same mailbox with a detail, as {@code support+detail@...}. */
    public MailAddress plus(String detail) {
        return new MailAddress(local + "+" + detail, domain);
    }

    /** Whether mail to both lands in one mailbox. */
    public boolean sameMailbox(MailAddress other) {
        return domain.equals(other.domain) && mailbox().equals(other.mailbox());
    }

    private String mailbox() {
        return local.split("\\+", 2)[0].toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return local + "@" + domain;
    }
}
