package dev.casestream.intake.channel;

import dev.casestream.intake.domain.Part;
import dev.casestream.intake.provider.Account;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.Signatures;
import dev.casestream.intake.provider.UnreadableException;
import dev.casestream.intake.provider.WebhookChannel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Direct messages of Instagram. */
@ApplicationScoped
public class InstagramChannel implements WebhookChannel {

    @Override
    public String name() {
        return "instagram";
    }

    @Override
    public Optional<String> handshake(Account account, Map<String, String> query) {
        return Meta.handshake(account, query);
    }

    @Override
    public boolean isGenuine(Account account, Delivery delivery, Instant now) {
        return Signatures.isMeta(account, delivery);
    }

    @Override
    public List<Part> parts(Delivery delivery) throws UnreadableException {
        return Meta.messaging(name(), delivery);
    }
}
