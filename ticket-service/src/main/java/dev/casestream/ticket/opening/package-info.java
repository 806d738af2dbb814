/** How tickets begin, and how what customers send finds the ticket that it belongs to. */
@NullMarked
package dev.casestream.ticket.opening;

import org.jspecify.annotations.NullMarked;
