package dev.casestream.analytics.metrics;

/** What one number the measurements of an interval come to. */
public enum Aggregation {
    /** Their sum. */
    SUM,
    /** Their mean; percentiles tell more. */
    MEAN,
    /** The share, from 0 to 1, of those that are 1. */
    SHARE,
    /** The sum of all from the beginning to the end of the interval: a level that measurements raise and lower. */
    LEVEL
}
