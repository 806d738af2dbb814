package dev.casestream.routing.domain;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Someone who may take a ticket.
 *
 * @param load tickets that the agent owes work on, and places reserved by proposals without an answer
 */
public record Agent(
        String id,
        Set<String> teams,
        Availability availability,
        int capacity,
        int load,
        @Nullable Instant lastAssigned) {

    /** Least loaded, then whose last ticket is the longest ago, then by id. */
    static final Comparator<Agent> PREFERRED_FIRST = Comparator.comparingDouble(Agent::score)
            .thenComparing(Agent::lastAssigned, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Agent::id);

    /** The share of the capacity that is taken. */
    double score() {
        return (double) load / capacity;
    }

    /** How many more tickets the agent takes now. */
    public int places() {
        return availability == Availability.ONLINE ? Math.max(0, capacity - load) : 0;
    }

    /** Why the agent cannot have a ticket of a team; empty when eligible. */
    public Optional<String> exclusion(String team) {
        if (!teams.contains(team)) {
            return Optional.of("not-in-team");
        }
        return switch (availability) {
            case OFFLINE -> Optional.of("offline");
            case AWAY, AWAY_AND_REASSIGN -> Optional.of("away");
            case ONLINE -> load < capacity ? Optional.empty() : Optional.of("at-capacity");
        };
    }

    /** Whoever asks for work is there, whatever was said before. */
    public Agent asking() {
        return new Agent(id, teams, Availability.ONLINE, capacity, load, lastAssigned);
    }

    Agent taking(Instant at) {
        return new Agent(id, teams, availability, capacity, load + 1, at);
    }
}
