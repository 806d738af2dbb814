/** Who has a ticket: routing's proposals are followed or declined, and people choose from a copy of the directory. */
@NullMarked
package dev.casestream.ticket.assignment;

import org.jspecify.annotations.NullMarked;
