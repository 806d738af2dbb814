package dev.casestream.ticket.search;

import dev.casestream.chassis.data.Work;
import dev.casestream.ticket.search.Search.Plan;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;

/** Where on a ticket the words stand. */
@ApplicationScoped
public class Highlights {

    /** Private-use characters: what was written is escaped before they become marks. */
    private static final char BEGIN = '\uE000';

    private static final char END = '\uE001';

    private static final String OPTIONS = "StartSel=" + BEGIN + ", StopSel=" + END;

    private static final String FIND = """
            SELECT t.id AS ticket,
                   ts_headline(search_language(t.language), translate(t.subject, $3, ''), $2::text::tsquery,
                               $4 || ', HighlightAll=true') AS subject,
                   best.id AS message,
                   ts_headline(search_language(best.language), translate(left(best.body, 20000), $3, ''),
                               $2::text::tsquery, $4 || ', MaxFragments=2, MinWords=6, MaxWords=24') AS body
            FROM ticket t LEFT JOIN LATERAL (
                SELECT m.id, m.language, m.body FROM message m
                WHERE %s AND m.document @@ $2::text::tsquery
                ORDER BY ts_rank(m.document, $2::text::tsquery) DESC, m.created_at DESC LIMIT 1) best ON true
            WHERE t.id = ANY($1)""";

    /**
     * A passage with the words that were looked for.
     *
     * @param field {@code subject} or {@code message}
     * @param html escaped text in which {@code <mark>} is around each word
     */
    @Schema(name = "Highlight")
    public record Highlight(
            String field,
            @Nullable UUID message,

            @Schema(examples = "a &lt;late&gt; <mark>refund</mark>")
            String html) {}

    public Uni<Map<UUID, List<Highlight>>> of(Work work, Plan plan, List<UUID> tickets) {
        if (tickets.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return work.query(
                        FIND.formatted(plan.messages()),
                        tickets.toArray(UUID[]::new),
                        plan.query(),
                        "" + BEGIN + END,
                        OPTIONS)
                .map(rows -> {
                    var found = new HashMap<UUID, List<Highlight>>();
                    rows.forEach(row -> found.put(row.getUUID("ticket"), passages(row)));
                    return found;
                });
    }

    private static List<Highlight> passages(Row row) {
        var passages = new ArrayList<Highlight>();
        add(passages, "subject", null, row.getString("subject"));
        add(passages, "message", row.getUUID("message"), row.getString("body"));
        return passages;
    }

    private static void add(List<Highlight> passages, String field, @Nullable UUID message, @Nullable String text) {
        if (text != null && text.indexOf(BEGIN) >= 0) {
            passages.add(new Highlight(field, message, html(text)));
        }
    }

    static String html(String text) {
        return Entities.escape(text).replace("" + BEGIN, "<mark>").replace("" + END, "</mark>");
    }
}
