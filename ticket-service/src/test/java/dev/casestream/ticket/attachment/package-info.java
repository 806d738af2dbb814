@NullMarked
package dev.casestream.ticket.attachment;

import org.jspecify.annotations.NullMarked;
