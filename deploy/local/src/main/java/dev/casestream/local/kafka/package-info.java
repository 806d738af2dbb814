/** A Kafka broker in a JVM of its own, with the topics of topics.yaml. */
@NullMarked
package dev.casestream.local.kafka;

import org.jspecify.annotations.NullMarked;
