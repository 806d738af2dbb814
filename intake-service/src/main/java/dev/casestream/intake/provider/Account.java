package dev.casestream.intake.provider;

import java.util.List;
import java.util.Optional;

/**
 * An account of ours with a provider.
 *
 * @param secrets all verify, so that one can be replaced while it is in use
 * @param verifyToken what the provider's handshake has to name
 * @param url where the provider calls us, as it knows it; empty where it is what the request says
 */
public record Account(
        String channel, String name, List<byte[]> secrets, Optional<String> verifyToken, Optional<String> url) {

    /** Says nothing of its secrets. */
    @Override
    public String toString() {
        return channel + "/" + name;
    }
}
