/** How tickets come together and apart: merged and unmerged, split, linked, and incidents answered with their problem. */
@NullMarked
package dev.casestream.ticket.joining;

import org.jspecify.annotations.NullMarked;
