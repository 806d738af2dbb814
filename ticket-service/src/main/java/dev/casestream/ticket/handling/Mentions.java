package dev.casestream.ticket.handling;

import dev.casestream.ticket.domain.TicketCommand.Mention;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Whom a note addresses: {@code @alice}, {@code @billing}. What nobody is called is just text. */
@ApplicationScoped
public class Mentions {

    private static final int MOST = 50;
    private static final Pattern MENTION =
            Pattern.compile("(?<![A-Za-z0-9._%+-])@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?)");

    private static final String KNOWN = """
            SELECT id, true AS agent FROM agent_directory WHERE id = ANY($1)
            UNION ALL
            SELECT id, false FROM team_directory WHERE id = ANY($1)
            ORDER BY 1""";

    static List<String> in(String text) {
        return MENTION.matcher(text)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .limit(MOST)
                .toList();
    }

    /** @param text what somebody of us has written in a note; a customer's words must not call anybody */
    public Uni<Void> say(Turn turn, UUID message, String text) {
        var names = in(text);
        if (names.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return turn.work()
                .query(KNOWN, (Object) names.toArray(String[]::new))
                .invoke(rows -> {
                    var agents = rows.stream()
                            .filter(row -> row.getBoolean("agent"))
                            .map(row -> row.getString("id"))
                            .toList();
                    var teams = rows.stream()
                            .filter(row -> !row.getBoolean("agent"))
                            .map(row -> row.getString("id"))
                            .toList();
                    if (!rows.isEmpty()) {
                        turn.decide(new Mention(message, agents, teams));
                    }
                })
                .replaceWithVoid();
    }
}
