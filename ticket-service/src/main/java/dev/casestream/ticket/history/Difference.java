package dev.casestream.ticket.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.ticket.domain.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is different about a ticket at two instants.
 *
 * @param events how many events lie between
 * @param changes fields that are not as they were; those that changed and changed back are not among them
 */
@Schema(name = "TicketDifference")
record Difference(Instant from, Instant to, int events, List<Change> changes) {

    /** Not what a ticket is but how often and when it was touched. */
    private static final Set<String> BOOKKEEPING = Set.of("version", "updatedAt");

    /**
     * One field.
     *
     * @param before null when it had no value, or there was no ticket yet
     */
    @Schema(name = "TicketChange")
    record Change(
            @Schema(examples = "status") String field,
            @Schema(implementation = Object.class) @Nullable JsonNode before,
            @Schema(implementation = Object.class) @Nullable JsonNode after) {}

    /** @param until what had happened until {@code to}, in order */
    static Difference of(ObjectMapper json, Instant from, Instant to, List<TicketEvent> until) {
        var earlier = until.stream().filter(event -> !event.at().isAfter(from)).toList();
        var before = leaves(json, earlier);
        var after = leaves(json, until);
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        var changes = new ArrayList<Change>();
        for (var name : names) {
            var was = before.get(name);
            var is = after.get(name);
            if (!BOOKKEEPING.contains(name) && !value(was).equals(value(is))) {
                changes.add(new Change(name, was, is));
            }
        }
        return new Difference(from, to, until.size() - earlier.size(), changes);
    }

    private static JsonNode value(@Nullable JsonNode node) {
        return node == null || node.isNull() ? MissingNode.getInstance() : node;
    }

    private static Map<String, JsonNode> leaves(ObjectMapper json, List<TicketEvent> events) {
        var leaves = new TreeMap<String, JsonNode>();
        if (!events.isEmpty()) {
            collect(json.valueToTree(Ticket.fold(events)), leaves);
        }
        return leaves;
    }

    private static void collect(JsonNode node, Map<String, JsonNode> leaves) {
        node.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                collect(field.getValue(), leaves);
            } else {
                leaves.put(field.getKey(), field.getValue());
            }
        });
    }
}
