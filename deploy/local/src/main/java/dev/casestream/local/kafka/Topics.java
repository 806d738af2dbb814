package dev.casestream.local.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigResource;

/** Makes a broker's topics what topics.yaml says, and touches nothing that is so already. */
public final class Topics {
    private Topics() {}

    /** For other brokers than the local one: bootstrap servers, then the path of topics.yaml. */
    public static void main(String... arguments) throws Exception {
        System.out.println(apply(arguments[0], TopicPlan.read(Path.of(arguments[1]))));
    }

    /** Creates missing topics, corrects settings that differ, and says what it did. */
    static String apply(String bootstrap, TopicPlan plan) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            var wanted = plan.expanded();
            var present = admin.listTopics().names().get();
            var missing = wanted.stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .map(topic -> new NewTopic(
                                    topic.name(),
                                    topic.partitions(),
                                    plan.defaults().replicationFactor())
                            .configs(topic.config()))
                    .toList();
            admin.createTopics(missing).all().get();
            var corrected = correct(
                    admin,
                    wanted.stream()
                            .filter(topic -> present.contains(topic.name()))
                            .toList());
            return wanted.size() + " topics: " + missing.size() + " created, " + corrected + " corrected";
        }
    }

    private static int correct(Admin admin, List<TopicPlan.Topic> topics)
            throws ExecutionException, InterruptedException {
        var resources = topics.stream()
                .collect(
                        Collectors.toMap(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), t -> t));
        var actual = admin.describeConfigs(resources.keySet()).all().get();
        var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
        resources.forEach((resource, topic) -> {
            var present = Objects.requireNonNull(actual.get(resource), topic.name());
            var operations = new ArrayList<AlterConfigOp>();
            topic.config().forEach((key, value) -> {
                var now = Optional.ofNullable(present.get(key)).map(ConfigEntry::value);
                if (!now.equals(Optional.of(value))) {
                    operations.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
                }
            });
            if (!operations.isEmpty()) {
                changes.put(resource, operations);
            }
        });
        admin.incrementalAlterConfigs(changes).all().get();
        return changes.size();
    }
}
