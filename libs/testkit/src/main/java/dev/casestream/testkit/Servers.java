package dev.casestream.testkit;

import dev.casestream.contracts.Topic;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * {@code @QuarkusTestResource(Servers.class)}: real Kafka and PostgreSQL for a {@code @QuarkusTest}, with a database and
 * topics of its own.
 */
public class Servers implements QuarkusTestResourceLifecycleManager {

    /** The partitions of every topic in tests: few, but more than one. */
    public static final int PARTITIONS = 3;

    private static final Kafka KAFKA = Kafka.ofThisJvm();

    /** The running test's broker, for tests that take it away. */
    public static Kafka kafka() {
        return KAFKA;
    }

    @Override
    public Map<String, String> start() {
        var database = Postgres.freshDatabase();
        var prefix = "t" + UUID.randomUUID().toString().substring(0, 8) + ".";
        createTopics(KAFKA.bootstrapServers(), prefix);
        var keys = keyPair();
        var config = new HashMap<String, String>();
        config.put("quarkus.datasource.reactive.url", Postgres.reactiveUrl(database));
        config.put("quarkus.datasource.jdbc.url", Postgres.jdbcUrl(database));
        config.put("quarkus.datasource.username", "postgres");
        config.put("quarkus.datasource.password", "postgres");
        config.put("kafka.bootstrap.servers", KAFKA.bootstrapServers());
        config.put("casestream.topics.prefix", prefix);
        config.put(
                "quarkus.oidc.public-key",
                Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
        config.put(
                "casestream.test.private-key",
                Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()));
        config.put("casestream.test.jdbc-url", Postgres.jdbcUrl(database));
        return config;
    }

    @Override
    public void stop() {
        // The servers are shared by the JVM's tests and end with it.
    }

    private static void createTopics(String bootstrapServers, String prefix) {
        var services = List.of(
                "intake-service",
                "ticket-service",
                "routing-service",
                "sla-service",
                "notification-service",
                "analytics-service",
                "joints");
        var topics = new ArrayList<NewTopic>();
        for (var topic : Topic.values()) {
            topics.add(topic(prefix + topic.topicName(), PARTITIONS));
            services.forEach(service -> topics.add(topic(prefix + topic.deadLetterName(service), 1)));
        }
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(topics).all().get();
        } catch (Exception e) {
            throw new IllegalStateException("The topics " + Arrays.toString(Topic.values()) + " were not created", e);
        }
    }

    /** As large as deploy/kafka/topics.yaml lets them be. */
    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty())
                .configs(Map.of("max.message.bytes", Integer.toString(3 << 20)));
    }

    private static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
