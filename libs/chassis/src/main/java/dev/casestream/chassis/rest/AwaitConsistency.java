package dev.casestream.chassis.rest;

import dev.casestream.chassis.data.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets a read see what was written elsewhere: a request that brings the {@code Consistency-Token} of a write waits until
 * this service has applied what that write said, if it listens to it at all.
 */
class AwaitConsistency {

    static final String HEADER = "Consistency-Token";

    private static final Pattern TOKEN = Pattern.compile("([a-z-]{1,40}):([A-Za-z0-9/._@-]{1,255}):([0-9]{1,18})");
    private static final int ATTEMPTS = 100;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Tx tx;

    AwaitConsistency(Tx tx) {
        this.tx = tx;
    }

    private record Token(String stream, String key, long version) {}

    @ServerRequestFilter
    Uni<Void> await(ContainerRequestContext request) {
        var given = request.getHeaderString(HEADER);
        if (given == null) {
            return Uni.createFrom().voidItem();
        }
        var token = token(given);
        var context = Vertx.currentContext();
        Executor eventLoop = task -> context.runOnContext(ignored -> task.run());
        return isConsumed(token.stream())
                ? await(token, ATTEMPTS, eventLoop).runSubscriptionOn(eventLoop)
                : Uni.createFrom().voidItem();
    }

    private static Token token(String given) {
        var token = TOKEN.matcher(given);
        if (!token.matches()) {
            throw Problems.invalid(HEADER, "is not one that a write answered with");
        }
        return new Token(token.group(1), token.group(2), Long.parseLong(token.group(3)));
    }

    private static boolean isConsumed(String stream) {
        return ConfigProvider.getConfig()
                .getOptionalValue("mp.messaging.incoming." + stream + ".topic", String.class)
                .isPresent();
    }

    private Uni<Void> await(Token token, int attempts, Executor eventLoop) {
        return tx.run(work -> work.query(
                        "SELECT 1 FROM gate WHERE topic = $1 AND key = $2 AND version >= $3",
                        "casestream." + token.stream(),
                        token.key(),
                        token.version()))
                .flatMap(rows -> {
                    if (!rows.isEmpty()) {
                        return Uni.createFrom().voidItem();
                    }
                    if (attempts == 0) {
                        throw Problems.notYet("The write that you refer to has not arrived here yet");
                    }
                    return Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(PAUSE)
                            .emitOn(eventLoop)
                            .chain(() -> await(token, attempts - 1, eventLoop));
                });
    }
}
