/** Who may see which tickets, and what of them. */
@NullMarked
package dev.casestream.ticket.visibility;

import org.jspecify.annotations.NullMarked;
