/**
 * What the services say to each other and to everyone else who reads the topics.
 *
 * <p>One sealed interface a stream, its events nested records of plain types; one golden JSON per event and version in
 * {@code events/}. Closed vocabularies are enums, open ones (channel, queue, tag, language) are strings. Event streams
 * carry no personal words: text travels in {@link dev.casestream.contracts.MessageText} and people in
 * {@link dev.casestream.contracts.CustomerProfile}, which can be erased.
 */
@NullMarked
package dev.casestream.contracts;

import org.jspecify.annotations.NullMarked;
