/** What electronic mail needs: reading what is hostile, telling what is new from what is quoted, taking it over SMTP. */
@NullMarked
package dev.casestream.intake.mail;

import org.jspecify.annotations.NullMarked;
