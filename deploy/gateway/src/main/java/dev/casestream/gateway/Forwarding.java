package dev.casestream.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.util.concurrent.TimeoutException;

/** Hands requests to a service, and says as a problem what goes wrong on the way. */
final class Forwarding implements ProxyInterceptor {
    private static final String ORIGIN = "origin";

    private final Vertx vertx;
    private final Service service;
    private final Settings settings;

    private Forwarding(Vertx vertx, Service service, Settings settings) {
        this.vertx = vertx;
        this.service = service;
        this.settings = settings;
    }

    static HttpProxy to(Service service, Backends backends, Vertx vertx, HttpClient client, Settings settings) {
        return HttpProxy.reverseProxy(client)
                .origin(context -> backends.connect(client).onSuccess(request -> context.set(ORIGIN, request)))
                .addInterceptor(new Forwarding(vertx, service, settings));
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        var request = context.request();
        var bounded = new BoundedBody(request.getBody().stream(), settings.maxBodyBytes());
        request.setBody(Body.body(bounded, request.getBody().length()));
        request.setAuthority(request.proxiedRequest().authority());
        var answer = Promise.<ProxyResponse>promise();
        var timer = vertx.setTimer(settings.patience().toMillis(), id -> answer.tryFail(new TimeoutException()));
        context.sendRequest().onComplete(sent -> {
            vertx.cancelTimer(timer);
            if (sent.succeeded()) {
                answer.tryComplete(sent.result());
            } else {
                answer.tryFail(sent.cause());
            }
        });
        return answer.future().recover(failure -> {
            var origin = context.get(ORIGIN, HttpClientRequest.class);
            if (origin != null) {
                origin.reset();
            }
            var problem = bounded.isExceeded() ? Problems.tooLarge(settings) : explain(failure);
            return Future.succeededFuture(asResponse(context, problem));
        });
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        context.response()
                .putHeader("X-Request-Id", context.request().proxiedRequest().getHeader("X-Request-Id"));
        return context.sendResponse();
    }

    private Problem explain(Throwable failure) {
        return switch (failure) {
            case TimeoutException ignored ->
                new Problem(
                        504,
                        "gateway-timeout",
                        "No answer in time",
                        service + " has not answered within "
                                + settings.patience().toSeconds() + " s");
            case ConnectionPoolTooBusyException ignored -> Problems.overloaded(service);
            default ->
                new Problem(502, "bad-gateway", "Not reachable", service + " is not reachable right now; try again");
        };
    }

    private static ProxyResponse asResponse(ProxyContext context, Problem problem) {
        var response = context.request().release().response();
        if (problem.status() == 503) {
            response.putHeader("Retry-After", "1");
        }
        return response.setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.CONTENT_TYPE)
                .setBody(Body.body(
                        problem.body(context.request().proxiedRequest().path())));
    }
}
