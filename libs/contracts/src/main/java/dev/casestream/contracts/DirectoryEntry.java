package dev.casestream.contracts;

import java.util.List;

/**
 * Who works here, the latest per key. Topic {@code casestream.directory}: compacted, key = {@code agent/<id>} or
 * {@code team/<id>}, published by routing-service.
 */
public sealed interface DirectoryEntry {

    String id();

    String name();

    /**
     * @param id the subject of the agent's token
     * @param level 1 to 3
     * @param capacity how much open work the agent takes at once, in weights
     */
    record Agent(String id, String name, List<String> teams, List<String> skills, int level, int capacity)
            implements DirectoryEntry {}

    record Team(String id, String name) implements DirectoryEntry {}
}
