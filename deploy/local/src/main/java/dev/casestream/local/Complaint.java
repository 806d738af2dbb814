package dev.casestream.local;

/** What is wrong, in one sentence, and the way out: all that a user sees of a failure. */
public class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String wayOut;

    public Complaint(String sentence, String wayOut) {
        super(sentence);
        this.wayOut = wayOut;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }

    public String wayOut() {
        return wayOut;
    }
}
