/** The ways by which requests come in; a new one is one class, its test and a sample. */
@NullMarked
package dev.casestream.intake.channel;

import org.jspecify.annotations.NullMarked;
