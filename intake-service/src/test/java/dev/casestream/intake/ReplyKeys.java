package dev.casestream.intake;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/** A key for reply tokens, made for this run. */
public class ReplyKeys implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            var file = Files.createTempFile(Path.of("target"), "reply-token", ".keys");
            Files.writeString(file, "test:" + Base64.getEncoder().encodeToString(key) + "\n");
            return Map.of("casestream.reply-token.key-file", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The file stays in target/.
    }
}
