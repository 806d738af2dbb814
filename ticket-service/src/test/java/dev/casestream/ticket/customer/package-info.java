@NullMarked
package dev.casestream.ticket.customer;

import org.jspecify.annotations.NullMarked;
