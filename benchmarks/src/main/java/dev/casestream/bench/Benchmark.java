package dev.casestream.bench;

import java.util.List;

/** One thing that can be measured by its name. */
public interface Benchmark {
    String name();

    /** What is done and how, in a sentence or two for the document. */
    String method();

    /** Those that must have run before in the same run. */
    default List<String> needs() {
        return List.of();
    }

    void run(Run run) throws Exception;
}
