package dev.casestream.bench.platform;

import dev.casestream.bench.measure.Buckets;
import dev.casestream.local.topology.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What a service tells its operators. */
public record Metrics(Platform platform, Service service) {

    public Buckets buckets(String metric) throws IOException, InterruptedException {
        return Buckets.of(metric, page());
    }

    public String page() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + platform.port(service) + "/q/metrics"))
                    .header("Accept", "text/plain")
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }
}
