package dev.casestream.notification.domain;

/** Our own reasons not to send, as they stand in events; a server's are {@code smtp-550} and the like. */
public final class Refusal {

    /** A machine wrote; it is never answered by a machine. */
    public static final String AUTOMATIC_MAIL = "automatic-mail";
    /** Too many acknowledgements to this address or domain in this hour. */
    public static final String LOOP_BUDGET = "loop-budget";
    /** The address is our own. */
    public static final String OWN_ADDRESS = "own-address";

    public static final String NO_ADDRESS = "no-address";
    public static final String INVALID_ADDRESS = "invalid-address";
    /** Nothing here sends through this channel. */
    public static final String NO_SENDER = "no-sender";

    /** Its words or its recipient never came, or were erased. */
    public static final String NEVER_ARRIVED = "never-arrived";

    private Refusal() {}
}
