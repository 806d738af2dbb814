package dev.casestream.e2e.nemesis;

import dev.casestream.e2e.nemesis.Evidence.Published;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The records of one topic as a consumer with a gate applies them: by key, each version once, in order. */
final class Streams {

    private Streams() {}

    static Map<String, List<Published>> of(Evidence evidence, String topic) {
        return evidence.published().stream()
                .filter(record -> record.topic().equals(topic))
                .collect(Collectors.groupingBy(
                        Published::key,
                        Collectors.collectingAndThen(
                                Collectors.toMap(
                                        Published::version, record -> record, (first, again) -> first, TreeMap::new),
                                Streams::values)));
    }

    private static List<Published> values(Map<Long, Published> byVersion) {
        Collection<Published> inOrder = byVersion.values();
        return List.copyOf(inOrder);
    }
}
