package dev.casestream.analytics;

import dev.casestream.chassis.security.Caller;
import org.jspecify.annotations.Nullable;

/** Which teams' tickets a caller may see numbers of: agents and leads their own, others all. */
final class Scope {

    private Scope() {}

    /** @return null for all */
    static String @Nullable [] of(Caller caller) {
        return caller.seesAll() ? null : caller.teams().toArray(String[]::new);
    }
}
