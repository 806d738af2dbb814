/** Canned replies and macros: what agents do again and again, at once. */
@NullMarked
package dev.casestream.ticket.macro;

import org.jspecify.annotations.NullMarked;
