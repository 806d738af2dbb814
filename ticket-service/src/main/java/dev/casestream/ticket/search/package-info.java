/** Full text: which tickets somebody means who looks for words, and where in them the words stand. */
@NullMarked
package dev.casestream.ticket.search;

import org.jspecify.annotations.NullMarked;
