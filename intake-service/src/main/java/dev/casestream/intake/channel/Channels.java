package dev.casestream.intake.channel;

import dev.casestream.intake.provider.WebhookChannel;
import dev.casestream.intake.store.Originals;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The channels there are, by name; names without a class of their own are spoken by {@link ApiChannel}. */
@ApplicationScoped
public class Channels {

    private final Map<String, Channel> byName;
    private final Map<String, WebhookChannel> webhooks;

    Channels(
            @All List<Channel> channels, @All List<WebhookChannel> webhooks, Originals originals, Languages languages) {
        this.webhooks =
                webhooks.stream().collect(Collectors.toUnmodifiableMap(WebhookChannel::name, Function.identity()));
        byName = Stream.concat(
                        channels.stream(),
                        webhooks.stream().map(webhook -> new DeliveredChannel(webhook, originals, languages)))
                .collect(Collectors.toUnmodifiableMap(Channel::name, Function.identity()));
    }

    public Channel of(String name) {
        return byName.getOrDefault(name, Objects.requireNonNull(byName.get(ApiChannel.NAME)));
    }

    public Optional<WebhookChannel> webhook(String name) {
        return Optional.ofNullable(webhooks.get(name));
    }

    public List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }
}
