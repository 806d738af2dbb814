package dev.casestream.e2e.nemesis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.casestream.e2e.nemesis.Evidence.Published;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the topics say of one ticket, recomputed from the first event on and without any code of the services: a second
 * opinion on the ticket's row and on what analytics counts.
 */
final class TicketFold {

    private static final List<String> OF_THE_ROW =
            List.of("number", "status", "priority", "category", "level", "team", "agent", "version");

    private final Map<String, String> cells = new LinkedHashMap<>();
    private final Map<String, String> verdicts = new HashMap<>();
    private long ticketVersion;
    private long slaVersion;
    private String lastAgent = "";

    /** @param sla what is said of the clocks of the ticket */
    static TicketFold of(List<Published> ticket, List<Published> sla) {
        var fold = new TicketFold();
        ticket.forEach(fold::on);
        sla.forEach(fold::onClock);
        return fold;
    }

    /** As the ticket's row must say. */
    Map<String, String> row() {
        var row = new LinkedHashMap<String, String>();
        OF_THE_ROW.forEach(cell -> row.put(cell, cells.getOrDefault(cell, "")));
        row.put("version", Long.toString(ticketVersion));
        return row;
    }

    /** As the ticket's fact must say. */
    Map<String, String> fact() {
        var fact = new LinkedHashMap<>(cells);
        fact.put("row_version", Long.toString(ticketVersion + slaVersion));
        for (var type : List.of("FIRST_RESPONSE", "RESOLUTION")) {
            fact.put(type.toLowerCase(java.util.Locale.ROOT) + "_breached", Boolean.toString(isBreached(type)));
        }
        return fact;
    }

    String status() {
        return cells.getOrDefault("status", "");
    }

    String agent() {
        return cells.getOrDefault("agent", "");
    }

    String team() {
        return cells.getOrDefault("team", "");
    }

    /** Work on it is owed. */
    boolean isOwed() {
        return Set.of("NEW", "OPEN").contains(status());
    }

    void on(Published record) {
        var event = record.event();
        ticketVersion = record.version();
        cells.put("status", event.path("status").asText());
        switch (record.type()) {
            case "TicketOpened" -> {
                take(event, "number", "channel", "language", "priority", "category", "level", "team");
                cells.put("opened_at", instant(event));
                cells.put("customer_messages", "1");
                for (var none : List.of("public_replies", "internal_notes", "reopens", "handoffs")) {
                    cells.put(none, "0");
                }
            }
            case "CustomerMessageReceived" -> count("customer_messages");
            case "TicketAssigned" -> assigned(event);
            case "TicketTriaged" -> take(event, "priority", "category", "level");
            case "TicketEscalated" -> take(event, "priority", "level");
            case "ReplyAccepted" -> {
                count("public_replies");
                if (event.path("authorRole").asText().equals("AGENT")) {
                    cells.putIfAbsent("first_reply_at", instant(event));
                }
            }
            case "NoteAdded" -> count("internal_notes");
            case "TicketSolved" -> cells.put("solved_at", instant(event));
            case "TicketReopened" -> {
                count("reopens");
                cells.remove("solved_at");
                cells.remove("closed_at");
            }
            case "TicketClosed" -> cells.put("closed_at", instant(event));
            default -> {}
        }
    }

    private void assigned(JsonNode event) {
        take(event, "team", "agent");
        if (!agent().isEmpty()) {
            cells.putIfAbsent("first_assigned_at", instant(event));
            if (!lastAgent.isEmpty() && !lastAgent.equals(agent())) {
                count("handoffs");
            }
            lastAgent = agent();
        }
    }

    private void onClock(Published record) {
        slaVersion = record.version();
        var clock = record.event().path("clock");
        var id = clock.path("type").asText() + " " + clock.path("id").asText();
        switch (record.type()) {
            case "ClockBreached" -> verdicts.put(id, "breached");
            case "ClockFulfilled" -> {
                if (record.event().path("met").asBoolean()) {
                    verdicts.put(id, "met");
                } else {
                    verdicts.putIfAbsent(id, "breached");
                }
            }
            default -> {}
        }
    }

    private boolean isBreached(String type) {
        return verdicts.entrySet().stream()
                .anyMatch(one ->
                        one.getKey().startsWith(type + " ") && one.getValue().equals("breached"));
    }

    private void count(String cell) {
        cells.merge(cell, "1", (before, one) -> Integer.toString(Integer.parseInt(before) + 1));
    }

    private void take(JsonNode event, String... fields) {
        for (var field : fields) {
            cells.put(field, event.path(field).asText(""));
        }
    }

    private static String instant(JsonNode event) {
        return Instant.parse(event.path("at").asText()).toString();
    }
}
