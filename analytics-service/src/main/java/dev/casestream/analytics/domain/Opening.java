package dev.casestream.analytics.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a ticket began, which never changes.
 *
 * @param receivedAt when the customer's first message reached us; what is measured from the customer's side counts from
 *     here
 */
public record Opening(
        String number, String channel, @Nullable String language, Instant receivedAt, Instant openedAt) {}
