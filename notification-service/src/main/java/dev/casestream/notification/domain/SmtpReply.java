package dev.casestream.notification.domain;

/** What a mail server's refusal means. */
public final class SmtpReply {

    private SmtpReply() {}

    /**
     * 5xx is for good, but not where it is about the two of us and not about the letter: 50x (a command that is not
     * understood) and 53x (no authentication) end when an operator has mended them.
     */
    public static Verdict.Refused verdict(int code) {
        return new Verdict.Refused("smtp-" + code, code >= 510 && code < 600 && code / 10 != 53);
    }
}
