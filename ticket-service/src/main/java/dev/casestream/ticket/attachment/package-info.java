/** Files on tickets: handed in by agents, sent with messages, read by who may read the message. */
@NullMarked
package dev.casestream.ticket.attachment;

import org.jspecify.annotations.NullMarked;
