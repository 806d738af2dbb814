package dev.casestream.notification.sender;

import dev.casestream.notification.domain.Threading;

/**
 * What goes out, ready to be sent.
 *
 * @param to the recipient's address on the channel
 * @param from and {@code replyTo}: mailboxes as they stand in a header
 * @param sender the address that the channel's server is told
 * @param messageId without brackets; the same in every attempt
 * @param automatic written by nobody, so that nothing automatic should answer it
 */
public record Letter(
        String to,
        String from,
        String replyTo,
        String sender,
        String messageId,
        Threading threading,
        boolean automatic,
        Content content) {

    /** The words, as text and as HTML. */
    public record Content(String subject, String text, String html) {}
}
