package dev.casestream.intake.provider;

/** A delivery is genuine, but not of the form that its provider documents. */
public final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1;

    public UnreadableException(String rule) {
        super(rule);
    }
}
