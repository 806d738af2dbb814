@NullMarked
package dev.casestream.ticket;

import org.jspecify.annotations.NullMarked;
