package dev.casestream.ticket.domain;

import dev.casestream.contracts.Priority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a ticket is classified. */
public record Triage(Priority priority, @Nullable String category, int level, List<String> tags) {

    public static final int FIRST_LEVEL = 1;
    public static final int LAST_LEVEL = 3;

    public Triage {
        tags = List.copyOf(tags);
    }

    boolean isAtTheTop() {
        return level >= LAST_LEVEL && priority == Priority.CRITICAL;
    }

    /** One level up and more urgent, as far as there is room. */
    Triage escalated() {
        var priorities = Priority.values();
        return new Triage(
                priorities[Math.min(priority.ordinal() + 1, priorities.length - 1)],
                category,
                Math.min(level + 1, LAST_LEVEL),
                tags);
    }
}
