package dev.casestream.chassis.events;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** All that is random in a simulation, from one seed; faults happen until it is healed. */
final class Chance {

    private final Random random;
    private final Set<Mistake> mistakes;
    private final Map<Sometimes, Integer> seen = new EnumMap<>(Sometimes.class);
    private boolean healed;

    Chance(long seed, Set<Mistake> mistakes) {
        this.random = new Random(seed);
        this.mistakes = mistakes;
    }

    boolean strikes(int oneIn) {
        return !healed && random.nextInt(oneIn) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T of(Collection<T> choices) {
        return List.copyOf(choices).get(random.nextInt(choices.size()));
    }

    boolean isMade(Mistake mistake) {
        return mistakes.contains(mistake);
    }

    void saw(Sometimes what) {
        seen.merge(what, 1, Integer::sum);
    }

    Map<Sometimes, Integer> seen() {
        return seen;
    }

    void heal() {
        healed = true;
    }

    boolean isHealed() {
        return healed;
    }
}
