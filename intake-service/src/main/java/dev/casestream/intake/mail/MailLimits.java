package dev.casestream.intake.mail;

import java.time.Duration;

/**
 * What reading one mail may cost.
 *
 * @param text bytes of text that are read; the rest stays in the original only
 */
public record MailLimits(
        int parts, int depth, int headers, int headerBytes, int text, long attachment, Duration patience) {

    public static final MailLimits DEFAULT =
            new MailLimits(200, 20, 1_000, 64 * 1024, 1 << 20, 25 << 20, Duration.ofSeconds(20));
}
