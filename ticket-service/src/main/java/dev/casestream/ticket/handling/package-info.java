/** One person's turn with one ticket: to read it, classify it, note and address others, solve, reopen, close, hold or escalate it. */
@NullMarked
package dev.casestream.ticket.handling;

import org.jspecify.annotations.NullMarked;
