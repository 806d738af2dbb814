/** One command for many tickets: taken on at once, carried out afterwards, with a result for each. */
@NullMarked
package dev.casestream.ticket.bulk;

import org.jspecify.annotations.NullMarked;
