package dev.casestream.intake.channel;

import dev.casestream.intake.store.Original;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that came in, not looked at yet.
 *
 * @param id of the request that it may become
 * @param account which of our addresses or accounts it came to
 * @param circumstances what only the transport knows, by names that its channel chose
 */
public record Arrival(
        UUID id,
        String channel,
        @Nullable String account,
        String contentType,
        Original original,
        Map<String, String> circumstances) {}
