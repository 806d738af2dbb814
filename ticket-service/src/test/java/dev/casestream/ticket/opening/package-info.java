@NullMarked
package dev.casestream.ticket.opening;

import org.jspecify.annotations.NullMarked;
