package dev.casestream.chassis.events;

import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Topic;
import java.util.List;
import java.util.Map;

/** Some events of topics that are read again, those of each topic in their order. */
public final class LogPage {

    private final Map<Topic, List<Envelope<?>>> events;

    LogPage(Map<Topic, List<Envelope<?>>> events) {
        this.events = events;
    }

    public boolean isEmpty() {
        return events.values().stream().allMatch(List::isEmpty);
    }

    /**
     * @param <E> the record or sealed interface of the topic's events
     * @return possibly none
     */
    @SuppressWarnings("unchecked")
    public <E> List<Envelope<E>> of(Topic topic) {
        return (List<Envelope<E>>) (List<?>) events.getOrDefault(topic, List.of());
    }
}
