/** What a ticket is and what may be done to it. */
@NullMarked
package dev.casestream.ticket.domain;

import org.jspecify.annotations.NullMarked;
