/** A real PostgreSQL server from Maven artefacts, never as root. */
@NullMarked
package dev.casestream.local.postgres;

import org.jspecify.annotations.NullMarked;
