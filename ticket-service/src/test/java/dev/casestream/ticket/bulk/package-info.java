@NullMarked
package dev.casestream.ticket.bulk;

import org.jspecify.annotations.NullMarked;
