@NullMarked
package dev.casestream.ticket.visibility;

import org.jspecify.annotations.NullMarked;
