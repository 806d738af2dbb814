package dev.casestream.notification.domain;

import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
public sealed interface Verdict {

    /**
     * The channel's server has taken it over.
     *
     * @param providerId by which its provider tells of it later; null where our own id does that
     */
    record Taken(@Nullable String providerId) implements Verdict {

        public Taken() {
            this(null);
        }
    }

    /**
     * It was not taken over.
     *
     * @param reason a code, never text of a server
     * @param forGood trying again would not help
     */
    record Refused(String reason, boolean forGood) implements Verdict {}

    /** It is not to be sent, for a reason of ours. */
    record Withheld(String reason) implements Verdict {}

    /** An acknowledgement that cannot be sent is none; a reply that cannot be sent has failed. */
    static Verdict impossible(Purpose purpose, String reason) {
        return switch (purpose) {
            case ACKNOWLEDGEMENT -> new Withheld(reason);
            case REPLY -> new Refused(reason, true);
        };
    }
}
