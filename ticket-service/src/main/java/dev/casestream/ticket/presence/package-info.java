/** Who is at a ticket right now, reading or writing, so that two do not answer at once. */
@NullMarked
package dev.casestream.ticket.presence;

import org.jspecify.annotations.NullMarked;
