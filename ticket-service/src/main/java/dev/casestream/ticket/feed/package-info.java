/** The events of all tickets for those who follow them without Kafka: page by page, or live. */
@NullMarked
package dev.casestream.ticket.feed;

import org.jspecify.annotations.NullMarked;
