package dev.casestream.analytics.metrics;

import java.util.stream.Stream;

/** Something that is measured of every ticket, found by CDI; pure. */
public interface Metric {

    Definition definition();

    /** What one event gives to measure, or to measure anew. */
    Stream<Measurement> measure(Change change);
}
