package dev.casestream.chassis.events;

import dev.casestream.chassis.events.Codec.UnreadableException;
import dev.casestream.contracts.Topic;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Lets a reaction take {@code Batch<TicketEvent>}: turns what a poll brought into events. */
@ApplicationScoped
class BatchConverter implements MessageConverter {

    /** No id of ours is longer, and an index of the gate could not hold much more. */
    private static final int LONGEST_KEY = 500;

    private final Map<String, Topic> topics;

    BatchConverter(@ConfigProperty(name = "casestream.topics.prefix") Optional<String> prefix) {
        topics = Arrays.stream(Topic.values())
                .collect(Collectors.toMap(topic -> prefix.orElse("") + topic.topicName(), Function.identity()));
    }

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        var type = target instanceof ParameterizedType generic ? generic.getRawType() : target;
        return type == Batch.class
                && in.getMetadata(IncomingKafkaRecordBatchMetadata.class).isPresent();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Message<?> convert(Message<?> in, Type target) {
        IncomingKafkaRecordBatchMetadata<String, byte[]> metadata =
                in.getMetadata(IncomingKafkaRecordBatchMetadata.class).orElseThrow();
        var delivered = new ArrayList<Delivered<Object>>();
        Topic topic = null;
        for (var record : metadata.getRecords()) {
            topic = Objects.requireNonNull(topics.get(record.topic()), record.topic());
            delivered.add(delivered(topic, record));
        }
        return in.withPayload(new Batch<>(Objects.requireNonNull(topic, "a batch has records"), delivered));
    }

    static <E> Delivered<E> delivered(Topic topic, ConsumerRecord<String, byte[]> record) {
        var headers = new HashMap<String, String>();
        record.headers().forEach(header -> {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        });
        var place = record.topic() + "/" + record.partition() + "/" + record.offset();
        var key = record.key() == null ? "" : record.key();
        if (key.length() > LONGEST_KEY || key.indexOf('\0') >= 0) {
            return new Delivered<>(place, "", headers, record.value(), null, false, "a key that is no id");
        }
        try {
            Codec.Decoded<E> decoded = Codec.decode(topic, headers, record.value());
            if (!decoded.envelope().subject().equals(key)) {
                throw new UnreadableException("a key that is not the ce_subject");
            }
            return new Delivered<>(place, key, headers, record.value(), decoded.envelope(), decoded.known(), null);
        } catch (UnreadableException e) {
            return new Delivered<>(place, key, headers, record.value(), null, false, e.getMessage());
        }
    }
}
