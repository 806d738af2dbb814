/** The time that people work on tickets. */
@NullMarked
package dev.casestream.ticket.time;

import org.jspecify.annotations.NullMarked;
