/** What intake decides, without framework, clock or input. */
@NullMarked
package dev.casestream.intake.domain;

import org.jspecify.annotations.NullMarked;
