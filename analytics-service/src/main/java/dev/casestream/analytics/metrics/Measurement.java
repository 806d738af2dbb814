package dev.casestream.analytics.metrics;

import java.time.Instant;
import java.util.Map;

/**
 * One number about one ticket.
 *
 * @param instance which measurement of its metric and ticket it is; one with the same instance takes its place
 * @param at the instant that it counts for
 * @param by the dimensions that it can be broken down by
 */
public record Measurement(String instance, Instant at, double value, Map<String, String> by) {}
