/**
 * Owns assignment: agents, teams, load and decisions. Listens to {@code tickets}. Says on {@code routing} who should have
 * a ticket and why, and on {@code directory} who works here.
 */
@NullMarked
package dev.casestream.routing;

import org.jspecify.annotations.NullMarked;
