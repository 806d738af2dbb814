/** Lists of tickets that somebody looks at again and again: kept under a name, with how many tickets are in them. */
@NullMarked
package dev.casestream.ticket.view;

import org.jspecify.annotations.NullMarked;
