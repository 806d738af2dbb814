@NullMarked
package dev.casestream.ticket.listing;

import org.jspecify.annotations.NullMarked;
