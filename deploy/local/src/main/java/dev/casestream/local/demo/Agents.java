package dev.casestream.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.casestream.local.demo.Conversation.Step;
import dev.casestream.local.key.Role;
import dev.casestream.local.key.TokenMint;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Those who answer: each works on the open tickets that were assigned to them. */
final class Agents {
    private final Customers customers;
    private final Api api;
    private final TokenMint mint;

    Agents(Customers customers, Api api, TokenMint mint) {
        this.customers = customers;
        this.api = api;
        this.mint = mint;
    }

    /** Answers or solves whatever waits for an agent; says what was done. */
    List<String> work() throws IOException, InterruptedException, GeneralSecurityException {
        var done = new ArrayList<String>();
        var admin = mint.mint(Role.ADMIN, "demo", List.of(), Instant.now());
        for (var ticket : api.get("/v1/tickets?status=OPEN&limit=200", admin).path("items")) {
            var conversation = customers.with(ticket.at("/requester/email").asText());
            if (conversation.isPresent() && ticket.path("agent").isTextual()) {
                try {
                    act(ticket, conversation.get()).ifPresent(done::add);
                } catch (Api.Refused e) {
                    done.add(e.getMessage());
                }
            }
        }
        return done;
    }

    private Optional<String> act(JsonNode ticket, Conversation conversation)
            throws IOException, InterruptedException, GeneralSecurityException {
        var agent = ticket.path("agent").asText();
        var token = mint.mint(Role.AGENT, agent, List.of(ticket.path("team").asText()), Instant.now());
        var path = "/v1/tickets/" + ticket.path("id").asText();
        var etag = "\"" + ticket.path("version").asText() + "\"";
        var number = ticket.path("number").asText();
        var scenario = conversation.scenario();
        if (conversation.next() == Step.AGENT_ANSWERS) {
            api.post(path + "/replies", Map.of("body", scenario.answer()), Optional.of(token), etag);
            conversation.advance();
            return Optional.of(agent + " answers " + number + ": " + scenario.subject());
        }
        if (conversation.next() == Step.AGENT_SOLVES) {
            api.post(path + "/replies", Map.of("body", scenario.solution()), Optional.of(token), etag);
            var now = api.get(path, token);
            api.post(
                    path + "/solve",
                    Map.of("resolution", scenario.resolution()),
                    Optional.of(token),
                    "\"" + now.path("version").asText() + "\"");
            conversation.advance();
            return Optional.of(agent + " solves " + number + ": " + scenario.subject());
        }
        return Optional.empty();
    }
}
