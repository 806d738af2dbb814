/** Lists of tickets: filtered, ordered, paged, counted. */
@NullMarked
package dev.casestream.ticket.listing;

import org.jspecify.annotations.NullMarked;
