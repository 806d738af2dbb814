package dev.casestream.ticket.directory;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.DirectoryEntry;
import dev.casestream.contracts.DirectoryEntry.Agent;
import dev.casestream.contracts.DirectoryEntry.Team;
import dev.casestream.contracts.Envelope;
import dev.casestream.ticket.Columns;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps a copy of who works here: whom a ticket can be given to, and what they are called. */
@ApplicationScoped
class KeepDirectory {

    private static final String FORGET_AGENTS = "DELETE FROM agent_directory WHERE 'agent/' || id = ANY($1)";
    private static final String FORGET_TEAMS = "DELETE FROM team_directory WHERE 'team/' || id = ANY($1)";
    private static final String KEEP_AGENTS = Columns.insert("agent_directory", Agent.class, 1);
    private static final String KEEP_TEAMS = Columns.insert("team_directory", Team.class, 1);

    private final Gate gate;

    KeepDirectory(Gate gate) {
        this.gate = gate;
    }

    @Incoming("directory")
    Uni<Void> on(Batch<DirectoryEntry> batch) {
        return gate.apply(batch, this::apply);
    }

    private Uni<Void> apply(Work work, List<Envelope<DirectoryEntry>> events) {
        var keys = events.stream().map(Envelope::subject).toArray(String[]::new);
        var entries =
                events.stream().map(Envelope::data).filter(Objects::nonNull).toList();
        return work.update(FORGET_AGENTS, (Object) keys)
                .chain(() -> work.update(FORGET_TEAMS, (Object) keys))
                .chain(() -> work.update(KEEP_AGENTS, Codec.write(only(entries, Agent.class))))
                .chain(() -> work.update(KEEP_TEAMS, Codec.write(only(entries, Team.class))))
                .replaceWithVoid();
    }

    private static <T> List<T> only(List<DirectoryEntry> entries, Class<T> type) {
        return entries.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
