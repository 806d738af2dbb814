@NullMarked
package dev.casestream.ticket.view;

import org.jspecify.annotations.NullMarked;
