/** What is said on a ticket, replies to the customer and notes among ourselves, and what became of each reply. */
@NullMarked
package dev.casestream.ticket.conversation;

import org.jspecify.annotations.NullMarked;
