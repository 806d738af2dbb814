package dev.casestream.analytics.metrics;

/** A measurement with what it is one of. */
public record Taken(Definition of, Measurement measurement) {}
