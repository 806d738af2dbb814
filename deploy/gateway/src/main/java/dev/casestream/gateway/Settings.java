package dev.casestream.gateway;

import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From the environment: CASESTREAM_GATEWAY_HOST and _PORT, CASESTREAM_BACKENDS_TICKET and so on as
 * {@code host:port,host:port}, CASESTREAM_GATEWAY_MAX_BODY_BYTES, CASESTREAM_GATEWAY_PATIENCE_SECONDS.
 *
 * @param patience how long a service may take until the head of its answer; 504 after that
 */
record Settings(
        String host, int port, Map<Service, List<SocketAddress>> backends, long maxBodyBytes, Duration patience) {
    static Settings from(Map<String, String> environment) {
        var backends = new EnumMap<Service, List<SocketAddress>>(Service.class);
        for (var service : Service.values()) {
            var usual = "127.0.0.1:" + (8081 + service.ordinal());
            backends.put(service, addresses(environment.getOrDefault("CASESTREAM_BACKENDS_" + service.name(), usual)));
        }
        return new Settings(
                environment.getOrDefault("CASESTREAM_GATEWAY_HOST", "127.0.0.1"),
                Integer.parseInt(environment.getOrDefault("CASESTREAM_GATEWAY_PORT", "8080")),
                backends,
                Long.parseLong(environment.getOrDefault("CASESTREAM_GATEWAY_MAX_BODY_BYTES", "37748736")),
                Duration.ofSeconds(
                        Long.parseLong(environment.getOrDefault("CASESTREAM_GATEWAY_PATIENCE_SECONDS", "60"))));
    }

    private static List<SocketAddress> addresses(String text) {
        return Stream.of(text.split(",")).map(Settings::address).toList();
    }

    private static SocketAddress address(String text) {
        var colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("\"" + text + "\" is not a backend; write host:port");
        }
        return SocketAddress.inetSocketAddress(
                Integer.parseInt(text.substring(colon + 1).strip()),
                text.substring(0, colon).strip());
    }
}
