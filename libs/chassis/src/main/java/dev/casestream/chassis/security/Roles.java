package dev.casestream.chassis.security;

/** Names of roles in tokens ({@code groups}, or Keycloak's realm roles). */
public final class Roles {

    /** Sees own tickets. */
    public static final String CUSTOMER = "customer";
    /** Sees the tickets of own teams. */
    public static final String AGENT = "agent";
    /** Sees only tickets assigned to them. */
    public static final String AGENT_RESTRICTED = "agent-restricted";
    /** An agent who also leads teams: reassigns, reads reports. */
    public static final String LEAD = "lead";
    /** Sees and configures all. */
    public static final String ADMIN = "admin";
    /** An admin who also decides on access, privacy and keys. */
    public static final String OWNER = "owner";
    /** A machine that writes to customers; never counts as a human answer. */
    public static final String BOT = "bot";
    /** Another system of the organisation. */
    public static final String SERVICE = "service";

    private Roles() {}
}
