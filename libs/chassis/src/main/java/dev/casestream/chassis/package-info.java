/**
 * How every service runs. {@code data} is the one way into the database, {@code events} carries events out (outbox,
 * relay) and in (batch, gate), {@code rest} is what all endpoints share, {@code security} who calls.
 */
@NullMarked
package dev.casestream.chassis;

import org.jspecify.annotations.NullMarked;
