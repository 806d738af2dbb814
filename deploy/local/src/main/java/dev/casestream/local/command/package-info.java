/** The commands of ./casestream, a class each. */
@NullMarked
package dev.casestream.local.command;

import org.jspecify.annotations.NullMarked;
