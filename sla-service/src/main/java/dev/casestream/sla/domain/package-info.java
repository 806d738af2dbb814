/** How time is counted and what a ticket's clocks do: pure functions of events, policies and calendars. */
@NullMarked
package dev.casestream.sla.domain;

import org.jspecify.annotations.NullMarked;
