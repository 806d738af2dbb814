/** Mailboxes elsewhere that mail is imported from, each mail once, whoever does it. */
@NullMarked
package dev.casestream.intake.imap;

import org.jspecify.annotations.NullMarked;
