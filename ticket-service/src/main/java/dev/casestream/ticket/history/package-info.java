/** What was done on a ticket, by whom and when; and how the ticket was at any time. */
@NullMarked
package dev.casestream.ticket.history;

import org.jspecify.annotations.NullMarked;
