package dev.casestream.notification;

import dev.casestream.chassis.mail.ReplyToken;
import dev.casestream.notification.domain.Verdict;
import dev.casestream.notification.sender.Letter;
import dev.casestream.notification.sender.Sender;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way out whose provider gives what it takes an id of its own. */
@ApplicationScoped
class Carrier implements Sender {

    private final ReplyToken tokens;
    private final Map<UUID, List<String>> taken = new ConcurrentHashMap<>();

    Carrier(ReplyToken tokens) {
        this.tokens = tokens;
    }

    @Override
    public boolean serves(String channel) {
        return channel.equals("carrier");
    }

    @Override
    public Uni<Verdict> send(Letter letter) {
        var id = "carrier-" + UUID.randomUUID();
        var ticket = tokens.verify(letter.messageId()).orElseThrow();
        taken.computeIfAbsent(ticket, key -> new CopyOnWriteArrayList<>()).add(id);
        return Uni.createFrom().item(new Verdict.Taken(id));
    }

    /** The ids of what it took about a ticket, in order. */
    List<String> taken(UUID ticket) {
        return taken.getOrDefault(ticket, List.of());
    }
}
