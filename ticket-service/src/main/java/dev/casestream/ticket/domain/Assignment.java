package dev.casestream.ticket.domain;

import org.jspecify.annotations.Nullable;

/** @param agent null while the ticket waits in the team's queue */
public record Assignment(@Nullable String team, @Nullable String agent) {}
