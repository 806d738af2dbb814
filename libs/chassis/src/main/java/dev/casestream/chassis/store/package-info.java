/** Where files lie that services share. */
@NullMarked
package dev.casestream.chassis.store;

import org.jspecify.annotations.NullMarked;
