/** Journeys through the whole running platform, as its users make them. */
@NullMarked
package dev.casestream.e2e;

import org.jspecify.annotations.NullMarked;
