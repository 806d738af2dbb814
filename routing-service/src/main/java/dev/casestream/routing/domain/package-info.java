/** Who should have a ticket: pure, the same input gives the same decision. */
@NullMarked
package dev.casestream.routing.domain;

import org.jspecify.annotations.NullMarked;
