/** What intake and notification must agree on about mail. */
@NullMarked
package dev.casestream.chassis.mail;

import org.jspecify.annotations.NullMarked;
