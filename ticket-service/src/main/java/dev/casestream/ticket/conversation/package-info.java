/** What is said on a ticket, and what became of each reply. */
@NullMarked
package dev.casestream.ticket.conversation;

import org.jspecify.annotations.NullMarked;
