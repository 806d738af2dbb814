package dev.casestream.chassis.events;

import dev.casestream.contracts.Topic;
import java.util.List;

/**
 * What one poll brought of one topic, in the order of its partitions; given to {@link Gate#apply} as it is.
 *
 * @param <E> the record or sealed interface of the topic's events
 */
public final class Batch<E> {

    private final Topic topic;
    private final List<Delivered<E>> records;

    Batch(Topic topic, List<Delivered<E>> records) {
        this.topic = topic;
        this.records = List.copyOf(records);
    }

    Topic topic() {
        return topic;
    }

    List<Delivered<E>> records() {
        return records;
    }

    @Override
    public String toString() {
        return records.size() + " of " + topic.topicName();
    }
}
