package dev.casestream.notification.sender;

import dev.casestream.notification.domain.Verdict;
import io.smallrye.mutiny.Uni;

/** One way out to customers. Every bean of this type is used. */
public interface Sender {

    /** Whether letters of this channel go out here. */
    boolean serves(String channel);

    /** Makes one attempt; a server's refusal is a verdict, never a failure. */
    Uni<Verdict> send(Letter letter);
}
