package dev.casestream.e2e.nemesis;

import dev.casestream.e2e.nemesis.Operation.Outcome;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;

/**
 * One request and what came back.
 *
 * @param status 0 when nothing came in time, -1 when the connection broke or there was none
 * @param comeAgain it was told when to ask again
 */
record Attempt(int status, boolean comeAgain, String body) {

    static final int SILENCE = 0;
    static final int NO_CONNECTION = -1;

    static Attempt of(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Attempt(
                    answer.statusCode(),
                    answer.headers().firstValue("Retry-After").isPresent(),
                    answer.body());
        } catch (HttpTimeoutException e) {
            return new Attempt(SILENCE, false, "");
        } catch (IOException e) {
            return new Attempt(NO_CONNECTION, false, "");
        }
    }

    /** Whether it was sent away on purpose, before anything was done. */
    boolean isRefusedForLoad() {
        return status == 503 && body.contains("urn:casestream:problem:overloaded");
    }

    /** Too many requests and every fault of the server may follow an attempt whose answer was lost. */
    Outcome outcome() {
        return switch (status) {
            case 200, 201, 202 -> Outcome.OK;
            case SILENCE, NO_CONNECTION, 408, 409, 425, 429 -> Outcome.UNKNOWN;
            default -> status / 100 == 4 ? Outcome.FAIL : Outcome.UNKNOWN;
        };
    }
}
