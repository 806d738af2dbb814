package dev.casestream.intake.channel;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The channels there are, by name; names without a class of their own are spoken by {@link ApiChannel}. */
@ApplicationScoped
public class Channels {

    private final Map<String, Channel> byName;

    Channels(@All List<Channel> channels) {
        byName = channels.stream().collect(Collectors.toUnmodifiableMap(Channel::name, Function.identity()));
    }

    public Channel of(String name) {
        return byName.getOrDefault(name, Objects.requireNonNull(byName.get(ApiChannel.NAME)));
    }

    public List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }
}
