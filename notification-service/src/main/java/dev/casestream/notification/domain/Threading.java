package dev.casestream.notification.domain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a mail stands in its conversation (RFC 5322, 3.6.4).
 *
 * @param inReplyTo the mail it answers, in angle brackets; null when there is none
 * @param references those before it, the oldest first, the answered one last
 */
public record Threading(@Nullable String inReplyTo, List<String> references) {

    private static final Pattern ID = Pattern.compile("<?([^\\s<>@]{1,200}@[^\\s<>@]{1,200})>?");
    private static final int MOST = 20;

    /**
     * @param earlier Message-IDs of the conversation so far, the oldest first; what is none is left out
     * @param answered the customer's mail that is answered; null when it was no mail
     */
    public static Threading of(List<String> earlier, @Nullable String answered) {
        var chain = new LinkedHashSet<String>();
        earlier.forEach(id -> bracketed(id).ifPresent(chain::add));
        var parent = Optional.ofNullable(answered)
                .flatMap(Threading::bracketed)
                .orElse(chain.isEmpty() ? null : chain.getLast());
        if (parent == null) {
            return new Threading(null, List.of());
        }
        chain.remove(parent);
        chain.addLast(parent);
        return new Threading(parent, shortened(new ArrayList<>(chain)));
    }

    /** The first, which names the conversation, and the latest. */
    private static List<String> shortened(List<String> chain) {
        if (chain.size() <= MOST) {
            return List.copyOf(chain);
        }
        var kept = new ArrayList<>(chain.subList(chain.size() - MOST + 1, chain.size()));
        kept.addFirst(chain.getFirst());
        return List.copyOf(kept);
    }

    private static Optional<String> bracketed(String id) {
        var matcher = ID.matcher(HeaderText.clean(id));
        return matcher.matches() ? Optional.of("<" + matcher.group(1) + ">") : Optional.empty();
    }
}
