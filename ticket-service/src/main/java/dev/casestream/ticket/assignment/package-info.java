/** Who has a ticket: people give it to somebody of the directory, and what routing proposes is followed or declined. */
@NullMarked
package dev.casestream.ticket.assignment;

import org.jspecify.annotations.NullMarked;
