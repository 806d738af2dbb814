/** The people who ask for help: recognised across channels, created when they are new, found by what is known of them. */
@NullMarked
package dev.casestream.ticket.customer;

import org.jspecify.annotations.NullMarked;
