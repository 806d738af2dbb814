@NullMarked
package dev.casestream.ticket.feed;

import org.jspecify.annotations.NullMarked;
