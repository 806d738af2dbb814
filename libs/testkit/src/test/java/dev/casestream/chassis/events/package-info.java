/**
 * The joints of the chassis under fire. These tests stand here and not in the chassis because they need the testkit,
 * which needs the chassis.
 */
@NullMarked
package dev.casestream.chassis.events;

import org.jspecify.annotations.NullMarked;
