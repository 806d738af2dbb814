package dev.casestream.sla.domain;

/** One version of a calendar; it never changes. */
public record CalendarRef(String id, int version) {}
