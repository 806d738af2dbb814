/** How we check: the same Kafka and PostgreSQL as in production, started from Maven artefacts, and real tokens. */
@NullMarked
package dev.casestream.testkit;

import org.jspecify.annotations.NullMarked;
