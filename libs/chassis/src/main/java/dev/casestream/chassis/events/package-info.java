/** Events out through the outbox and in through the gate. */
@NullMarked
package dev.casestream.chassis.events;

import org.jspecify.annotations.NullMarked;
