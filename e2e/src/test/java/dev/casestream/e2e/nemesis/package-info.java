/** The real platform under fire: load, faults from a seed, and a checker of what came of it. */
@NullMarked
package dev.casestream.e2e.nemesis;

import org.jspecify.annotations.NullMarked;
