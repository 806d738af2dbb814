@NullMarked
package dev.casestream.ticket.handling;

import org.jspecify.annotations.NullMarked;
