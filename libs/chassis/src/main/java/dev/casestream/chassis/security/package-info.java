/** Who calls, and what a role may do. */
@NullMarked
package dev.casestream.chassis.security;

import org.jspecify.annotations.NullMarked;
