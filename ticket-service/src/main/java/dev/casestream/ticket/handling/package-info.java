/** What people and machines do with one ticket: read, classify, answer, note, assign, solve, reopen, close, hold, escalate. */
@NullMarked
package dev.casestream.ticket.handling;

import org.jspecify.annotations.NullMarked;
