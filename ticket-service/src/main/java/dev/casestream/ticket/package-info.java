/**
 * Owns case state: tickets, their conversation, the customers and the ticket event log. Listens to inquiries, routing,
 * notifications and the directory. Says what happens to tickets, with the words and the people on topics of their own.
 */
@NullMarked
package dev.casestream.ticket;

import org.jspecify.annotations.NullMarked;
