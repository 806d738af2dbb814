package dev.casestream.intake.channel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who hands a submission in, as it is kept with the original.
 *
 * @param actor {@code anonymous} for strangers
 * @param vouches whether it is a machine of ours, whose word about senders holds
 * @param key what the caller says identifies the request
 */
public record Submitter(
        String actor,
        boolean vouches,
        @Nullable String email,
        @Nullable String key) {

    private static final String ANONYMOUS = "anonymous";

    public static Submitter stranger(@Nullable String key) {
        return new Submitter(ANONYMOUS, false, null, key);
    }

    static Submitter of(Map<String, String> circumstances) {
        return new Submitter(
                circumstances.getOrDefault("actor", ANONYMOUS),
                circumstances.containsKey("vouches"),
                circumstances.get("email"),
                circumstances.get("key"));
    }

    public boolean isStranger() {
        return actor.equals(ANONYMOUS);
    }

    /** The other way round. */
    public Map<String, String> circumstances(String fingerprint) {
        var circumstances = new java.util.TreeMap<>(Map.of("actor", actor, "fingerprint", fingerprint));
        if (vouches) {
            circumstances.put("vouches", "true");
        }
        if (email != null) {
            circumstances.put("email", email);
        }
        if (key != null) {
            circumstances.put("key", key);
        }
        return circumstances;
    }
}
