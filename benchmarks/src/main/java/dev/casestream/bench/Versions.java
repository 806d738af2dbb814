package dev.casestream.bench;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.AppInfoParser;

/** Of what the platform is made of. */
final class Versions {
    private Versions() {}

    static Map<String, String> known() {
        return new TreeMap<>(Map.of(
                "Kafka",
                AppInfoParser.getVersion(),
                "PostgreSQL",
                "18, shared_buffers 64 MB, fsync on, synchronous_commit on"));
    }
}
