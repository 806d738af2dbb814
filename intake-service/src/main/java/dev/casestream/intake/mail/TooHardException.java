package dev.casestream.intake.mail;

/** A mail that costs more to read than any ordinary one; its message is the reason, as the ledger shows it. */
public final class TooHardException extends Exception {
    private static final long serialVersionUID = 1;

    TooHardException(String reason) {
        super(reason);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
