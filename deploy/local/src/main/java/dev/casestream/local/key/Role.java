package dev.casestream.local.key;

import java.util.Locale;

/** The roles that a token may carry. */
public enum Role {
    CUSTOMER,
    AGENT,
    AGENT_RESTRICTED,
    LEAD,
    ADMIN,
    OWNER,
    BOT,
    SERVICE;

    /** As it stands in a token, {@code agent-restricted}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
