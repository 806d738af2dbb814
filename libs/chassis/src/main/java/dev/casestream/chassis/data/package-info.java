/** The one way into the database. */
@NullMarked
package dev.casestream.chassis.data;

import org.jspecify.annotations.NullMarked;
