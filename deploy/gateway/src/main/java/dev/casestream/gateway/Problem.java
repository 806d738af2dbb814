package dev.casestream.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** An error of the gateway's own, as RFC 9457 writes it. */
record Problem(int status, String type, String title, String detail) {
    static final String CONTENT_TYPE = "application/problem+json";

    Buffer body(String path) {
        return new JsonObject()
                .put("type", "urn:casestream:problem:" + type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", path)
                .toBuffer();
    }

    void answer(HttpServerRequest request, String requestId) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", CONTENT_TYPE)
                .putHeader("X-Request-Id", requestId)
                .end(body(request.path() == null ? "" : request.path()));
    }
}
