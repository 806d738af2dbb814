package dev.casestream.gateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;

/** What the gateway asks of all services at once: their descriptions and their health. */
record Overviews(HttpClient client, Map<Service, Backends> backends, Duration patience) {
    Future<JsonObject> openApi() {
        var api = new OpenApi();
        var asked = new ArrayList<Future<JsonObject>>();
        backends.forEach((service, replicas) -> asked.add(replicas.connect(client)
                .compose(request -> body(request.setURI("/q/openapi?format=json")))
                .andThen(answer -> {
                    if (answer.succeeded()) {
                        api.add(service, answer.result());
                    } else {
                        api.miss(service);
                    }
                })));
        return Future.join(asked).transform(joined -> Future.succeededFuture(api.merged()));
    }

    /** UP when every service has a replica that is ready. */
    Future<JsonObject> health() {
        var services = new JsonObject();
        var asked = new ArrayList<Future<JsonArray>>();
        backends.forEach((service, replicas) -> {
            var states = replicas.addresses().stream().map(this::state).toList();
            asked.add(Future.join(states)
                    .map(joined -> new JsonArray(joined.<Object>list()))
                    .onSuccess(list -> services.put(service.toString(), list)));
        });
        return Future.join(asked)
                .map(joined -> new JsonObject()
                        .put("status", isUp(services) ? "UP" : "DOWN")
                        .put("services", services));
    }

    private static boolean isUp(JsonObject services) {
        return services.stream().allMatch(service -> ((JsonArray) service.getValue()).contains("UP"));
    }

    private Future<String> state(SocketAddress address) {
        return client.request(new RequestOptions()
                        .setServer(address)
                        .setMethod(HttpMethod.GET)
                        .setURI("/q/health/ready"))
                .compose(request -> request.idleTimeout(patience.toMillis()).send())
                .map(response -> response.statusCode() == 200 ? "UP" : "DOWN")
                .recover(failure -> Future.succeededFuture("DOWN"));
    }

    private Future<JsonObject> body(HttpClientRequest request) {
        return request.setMethod(HttpMethod.GET)
                .idleTimeout(patience.toMillis())
                .send()
                .compose(response -> response.statusCode() == 200
                        ? response.body()
                        : Future.failedFuture("status " + response.statusCode()))
                .map(buffer -> buffer.toJsonObject());
    }
}
