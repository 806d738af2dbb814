@NullMarked
package dev.casestream.ticket.search;

import org.jspecify.annotations.NullMarked;
