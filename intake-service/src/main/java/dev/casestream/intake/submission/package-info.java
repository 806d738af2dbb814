/** Requests that are handed in: by forms, by programs, and by agents on behalf of somebody. */
@NullMarked
package dev.casestream.intake.submission;

import org.jspecify.annotations.NullMarked;
