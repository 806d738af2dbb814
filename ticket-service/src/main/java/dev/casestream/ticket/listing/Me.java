package dev.casestream.ticket.listing;

import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.MentionRow;
import java.util.Set;
import java.util.stream.Stream;

/** Who asks: whom {@code me} means in a filter. */
public record Me(String id, Set<String> teams) {

    public static Me of(Caller caller) {
        return new Me(caller.id(), caller.teams());
    }

    Stream<String> mentions() {
        return Stream.concat(Stream.of(MentionRow.ofAgent(id)), teams.stream().map(MentionRow::ofTeam));
    }
}
