@NullMarked
package dev.casestream.ticket.domain;

import org.jspecify.annotations.NullMarked;
