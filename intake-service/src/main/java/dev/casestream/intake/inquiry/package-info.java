/** What arrived and what became of it, as people see it, and what they decide about it. */
@NullMarked
package dev.casestream.intake.inquiry;

import org.jspecify.annotations.NullMarked;
