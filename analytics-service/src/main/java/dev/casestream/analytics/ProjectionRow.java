package dev.casestream.analytics;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a projection is; its rows are those of the active generation. */
@Entity
@Table(name = "projection")
class ProjectionRow {

    enum State {
        READY,
        /** A rebuild is asked for. */
        REQUESTED,
        BUILDING,
        /** The last rebuild came to nothing; what was there before it still counts. */
        FAILED
    }

    @Id
    String name = "";

    long active;

    @Enumerated(EnumType.STRING)
    State state = State.READY;

    @Nullable
    Instant requestedAt;

    @Nullable
    Instant rebuiltAt;

    @Nullable
    String failure;

    boolean underWay() {
        return state == State.REQUESTED || state == State.BUILDING;
    }
}
