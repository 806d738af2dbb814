package dev.casestream.analytics.domain;

import dev.casestream.contracts.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a ticket is classified and whose it is, from an instant on. */
public record Standing(
        Instant since,
        Priority priority,
        @Nullable String category,
        int level,
        @Nullable String team,
        @Nullable String agent) {

    Standing assigned(Instant at, @Nullable String newTeam, @Nullable String newAgent) {
        return new Standing(at, priority, category, level, newTeam, newAgent);
    }

    Standing triaged(Instant at, Priority newPriority, @Nullable String newCategory, int newLevel) {
        return new Standing(at, newPriority, newCategory, newLevel, team, agent);
    }

    boolean sameAs(Standing other) {
        return equals(new Standing(since, other.priority, other.category, other.level, other.team, other.agent));
    }
}
