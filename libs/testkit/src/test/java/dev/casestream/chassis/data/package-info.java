/** The gateway to the database, used as it must not be. */
@NullMarked
package dev.casestream.chassis.data;

import org.jspecify.annotations.NullMarked;
