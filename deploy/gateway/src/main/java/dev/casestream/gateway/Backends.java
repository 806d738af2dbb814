package dev.casestream.gateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The replicas of one service, in turn; one that cannot be reached is passed over. */
final class Backends {
    private final List<SocketAddress> addresses;
    private final AtomicInteger turn = new AtomicInteger();

    Backends(List<SocketAddress> addresses) {
        this.addresses = addresses;
    }

    List<SocketAddress> addresses() {
        return addresses;
    }

    /**
     * Connects to the next replica that accepts. Nothing of the request has been sent before that, so that even a POST
     * may go to another replica.
     */
    Future<HttpClientRequest> connect(HttpClient client) {
        return connect(client, Math.floorMod(turn.getAndIncrement(), addresses.size()), addresses.size());
    }

    private Future<HttpClientRequest> connect(HttpClient client, int at, int left) {
        var attempt = client.request(new RequestOptions().setServer(addresses.get(at)));
        return left == 1 ? attempt : attempt.recover(failure -> connect(client, (at + 1) % addresses.size(), left - 1));
    }
}
