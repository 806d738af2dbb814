@NullMarked
package dev.casestream.ticket.conversation;

import org.jspecify.annotations.NullMarked;
