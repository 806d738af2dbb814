package dev.casestream.contracts;

import static dev.casestream.contracts.Goldens.nameOf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Objects;

/** The AsyncAPI 3.0 document of the topics, generated from {@link Topic}, the records and their Javadoc. */
final class AsyncApi {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES, YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private AsyncApi() {}

    static String document() throws JsonProcessingException {
        var document = YAML.createObjectNode().put("asyncapi", "3.0.0").put("id", "urn:casestream:topics");
        document.putObject("info")
                .put("title", "Casestream topics")
                .put("version", "1.0.0")
                .put(
                        "description",
                        "Every step of a customer's request as an event on Kafka. CloudEvents 1.0 in binary mode:"
                                + " attributes in headers, data as JSON. README.md beside this file's module says how"
                                + " to read a topic.");
        document.put("defaultContentType", "application/json");
        var channels = document.putObject("channels");
        var operations = document.putObject("operations");
        var components = document.putObject("components");
        var messages = components.putObject("messages");
        for (var topic : Topic.values()) {
            var name = topic.topicName().substring("casestream.".length());
            channels.set(name, channel(topic));
            operations.set(name, operation(topic, name));
            EventType.recordsOf(topic.type()).forEach(record -> messages.set(nameOf(record), message(record)));
        }
        components.putObject("messageTraits").set("envelope", envelope());
        return """
                # Generated from Topic, the records, their Javadoc and deploy/kafka/topics.yaml; rewrite it with
                # ./mvnw test -pl libs/contracts -Dcasestream.regenerate=true
                """ + YAML.writeValueAsString(document);
    }

    private static ObjectNode channel(Topic topic) {
        var channel =
                YAML.createObjectNode().put("address", topic.topicName()).put("description", Prose.of(topic.type()));
        var messages = channel.putObject("messages");
        EventType.recordsOf(topic.type())
                .forEach(record ->
                        messages.putObject(nameOf(record)).put("$ref", "#/components/messages/" + nameOf(record)));
        var deployed = DeployedTopics.get(topic);
        var kafka = channel.putObject("bindings").putObject("kafka");
        kafka.put("topic", topic.topicName()).put("partitions", deployed.partitions());
        var configuration = kafka.putObject("topicConfiguration");
        configuration.putArray("cleanup.policy").add(deployed.cleanupPolicy());
        deployed.retentionMs().ifPresent(ms -> configuration.put("retention.ms", ms));
        deployed.tombstoneRetentionMs().ifPresent(ms -> configuration.put("delete.retention.ms", ms));
        kafka.put("bindingVersion", "0.5.0");
        return channel;
    }

    private static ObjectNode operation(Topic topic, String name) {
        var operation = YAML.createObjectNode()
                .put("action", "send")
                .put("summary", topic.kind() == Topic.Kind.LOG ? "Says what happened." : "Says how it stands.");
        operation.putObject("channel").put("$ref", "#/channels/" + name);
        return operation;
    }

    private static ObjectNode message(Class<?> record) {
        var message = YAML.createObjectNode().put("name", EventType.of(record)).put("title", record.getSimpleName());
        var prose = Prose.of(record);
        if (prose != null) {
            message.put("description", prose);
        }
        message.putArray("traits").addObject().put("$ref", "#/components/messageTraits/envelope");
        message.putObject("payload")
                .put("$ref", "./schemas/" + Schemas.fileOf(record).getFileName());
        return message;
    }

    private static ObjectNode envelope() {
        var envelope = YAML.createObjectNode().put("contentType", "application/json");
        var headers = envelope.putObject("headers").put("type", "object");
        var properties = headers.putObject("properties");
        var required = headers.putArray("required").add("ce_specversion");
        properties.putObject("ce_specversion").put("type", "string").put("const", "1.0");
        for (var header : Header.all()) {
            var property = properties.putObject(header.name()).put("type", "string");
            header.format().ifPresent(format -> property.put("format", format));
            header.pattern().ifPresent(pattern -> property.put("pattern", pattern));
            property.put("description", Objects.requireNonNull(Prose.of(Envelope.class, header.component())));
            if (header.required()) {
                required.add(header.name());
            }
        }
        properties.putObject("content-type").put("type", "string").put("const", "application/json");
        properties.putObject("traceparent").put("type", "string").put("description", "W3C Trace Context");
        envelope.putObject("bindings")
                .putObject("kafka")
                .put("bindingVersion", "0.5.0")
                .putObject("key")
                .put("type", "string")
                .put("minLength", 1)
                .put("description", "UTF-8 text: the id that the channel is ordered by");
        return envelope;
    }
}
