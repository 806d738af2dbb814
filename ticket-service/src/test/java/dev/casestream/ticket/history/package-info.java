@NullMarked
package dev.casestream.ticket.history;

import org.jspecify.annotations.NullMarked;
