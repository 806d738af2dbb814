package dev.casestream.local.supervisor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What runs: written by the supervisor at every change, read by every command. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunState(
        ProcessId supervisor,
        Instant startedAt,
        Phase phase,
        @Nullable String problem,
        int portShift,
        List<ChildState> children) {

    /** How far the platform is. */
    public enum Phase {
        STARTING,
        READY,
        FAILED,
        STOPPING,
        STOPPED
    }

    /** How far a child is. */
    public enum Status {
        WAITING,
        STARTING,
        READY,
        UNREADY,
        RESTARTING,
        STOPPED
    }

    /** A child as of its last change; {@code process} is null while there is none. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ChildState(
            String name,
            Status status,
            Instant since,
            @Nullable ProcessId process,
            List<Integer> ports,
            int restarts,
            @Nullable String note) {}

    public Optional<ChildState> child(String name) {
        return children.stream().filter(child -> child.name().equals(name)).findFirst();
    }

    public boolean runs() {
        return supervisor.alive().isPresent();
    }
}
