/** What runs: which children there are, with which commands, settings and ports. */
@NullMarked
package dev.casestream.local.topology;

import org.jspecify.annotations.NullMarked;
