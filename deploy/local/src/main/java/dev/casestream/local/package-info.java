/**
 * Runs Casestream on one machine, with nothing but a JDK. A supervisor in the background owns PostgreSQL, Kafka, the
 * development mail server, the six services and the gateway. Everything listens on loopback and keeps its data in var/.
 */
@NullMarked
package dev.casestream.local;

import org.jspecify.annotations.NullMarked;
