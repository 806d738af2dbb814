/** The development mail server: what the platform sends lands on disk, and is read over IMAP. */
@NullMarked
package dev.casestream.local.mail;

import org.jspecify.annotations.NullMarked;
