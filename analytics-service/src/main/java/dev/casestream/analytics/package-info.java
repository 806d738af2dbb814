/**
 * Owns measurement: one wide row a ticket, metrics with versioned definitions, and the numbers of dashboards. Listens to
 * tickets and sla. Says metrics and ticket-facts.
 */
@NullMarked
package dev.casestream.analytics;

import org.jspecify.annotations.NullMarked;
