package dev.casestream.intake.mail;

/**
 * What reading one mail may cost.
 *
 * @param text bytes of text that are read; the rest stays in the original only
 */
public record MailLimits(int parts, int depth, int headers, int headerBytes, int text, long attachment) {

    public static final MailLimits DEFAULT = new MailLimits(200, 20, 1_000, 64 * 1024, 1 << 20, 25 << 20);
}
