package dev.casestream.chassis.events;

import dev.casestream.chassis.events.SimulatedStore.Written;
import org.jspecify.annotations.Nullable;

/** A request: locks the key's row, takes version and id, commits or rolls back, with others running in between. */
final class SimulatedWriter {

    private final SimulatedStore store;
    private final Chance chance;
    private @Nullable String key;
    private @Nullable Written written;

    SimulatedWriter(SimulatedStore store, Chance chance) {
        this.store = store;
        this.chance = chance;
    }

    void step() {
        if (key == null) {
            if (!chance.isHealed()) {
                begin(chance.of(SimulatedStore.KEYS));
            }
        } else if (written == null) {
            written = store.write(key);
        } else if (chance.below(3) == 0) {
            end(key, written);
        }
    }

    private void begin(String wanted) {
        if (chance.isMade(Mistake.THE_VERSION_IS_TAKEN_BEFORE_THE_LOCK) || store.lock(wanted)) {
            key = wanted;
        }
    }

    private void end(String locked, Written transaction) {
        if (chance.strikes(8)) {
            chance.saw(Sometimes.A_WRITER_ROLLED_BACK);
        } else {
            store.commit(transaction);
        }
        store.unlock(locked);
        key = null;
        written = null;
    }
}
