package dev.casestream.local.supervisor;

import java.util.List;
import java.util.Map;

/**
 * How a child is started, when it is ready, and how it is asked to stop.
 *
 * @param ports what it listens on, the first being the one people use
 * @param preparation runs before every start, with what the former process left behind
 * @param stopSignal as kill(1) knows it
 */
public record ChildSpec(
        String name,
        Stage stage,
        List<String> command,
        Map<String, String> environment,
        List<Integer> ports,
        Readiness readiness,
        Preparation preparation,
        String stopSignal) {

    public ChildSpec(
            String name,
            Stage stage,
            List<String> command,
            Map<String, String> environment,
            List<Integer> ports,
            Readiness readiness) {
        this(name, stage, command, environment, ports, readiness, orphans -> {}, "TERM");
    }

    /** What must be so before a child can start. */
    @FunctionalInterface
    public interface Preparation {
        void prepare(List<ProcessId> orphans) throws Exception;
    }
}
