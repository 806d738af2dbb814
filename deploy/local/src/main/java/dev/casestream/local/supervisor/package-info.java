/** Starts the children, watches them and starts them again when they die. */
@NullMarked
package dev.casestream.local.supervisor;

import org.jspecify.annotations.NullMarked;
