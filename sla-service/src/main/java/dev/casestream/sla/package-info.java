/**
 * Owns service levels: policies, calendars, and the clocks of every ticket with their timers. Listens to {@code tickets}.
 * Says {@code sla}: each clock's activation, pauses, warnings, breach and end.
 */
@NullMarked
package dev.casestream.sla;

import org.jspecify.annotations.NullMarked;
