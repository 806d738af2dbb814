/** The ways out: one {@link dev.casestream.notification.sender.Sender} for each kind of channel. */
@NullMarked
package dev.casestream.notification.sender;

import org.jspecify.annotations.NullMarked;
