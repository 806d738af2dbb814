package dev.casestream.ticket.visibility;

import dev.casestream.chassis.data.Work;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an agent may do in which team: members read, answer and change, who leads manages too, unless it was said
 * otherwise for the one agent and team.
 */
final class TeamRights {

    private static final String SAID = """
            SELECT team, can_read, can_reply, can_change, can_manage FROM team_right WHERE agent = $1""";

    private TeamRights() {}

    static Uni<Map<Right, Set<String>>> of(Work work, String agent, Set<String> member, boolean leads) {
        return work.query(SAID, agent).map(said -> of(member, leads, said));
    }

    private static Map<Right, Set<String>> of(Set<String> member, boolean leads, List<Row> said) {
        var rights = new EnumMap<Right, Set<String>>(Right.class);
        for (var right : Right.values()) {
            var teams = new HashSet<String>(right != Right.MANAGE || leads ? member : Set.of());
            for (var row : said) {
                if (row.getBoolean(column(right))) {
                    teams.add(row.getString("team"));
                } else {
                    teams.remove(row.getString("team"));
                }
            }
            rights.put(right, teams);
        }
        return rights;
    }

    private static String column(Right right) {
        return switch (right) {
            case READ -> "can_read";
            case REPLY -> "can_reply";
            case CHANGE -> "can_change";
            case MANAGE -> "can_manage";
        };
    }
}
