package dev.casestream.sla.domain;

import java.time.Instant;

/** When a share of the target will have elapsed; the whole, 100, is the breach. */
public record Mark(int share, Instant at) {

    public static final int BREACH = 100;
}
