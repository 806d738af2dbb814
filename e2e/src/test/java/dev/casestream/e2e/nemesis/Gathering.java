package dev.casestream.e2e.nemesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casestream.e2e.Platform;
import dev.casestream.e2e.nemesis.Evidence.DeadLetters;
import dev.casestream.e2e.nemesis.Evidence.Desk;
import dev.casestream.e2e.nemesis.Evidence.Mail;
import dev.casestream.e2e.nemesis.Evidence.Published;
import dev.casestream.e2e.nemesis.Evidence.Ticket;
import dev.casestream.e2e.nemesis.Operation.Kind;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Collects what is there: tickets over REST, topics from Kafka, mail from the disk, and what is unfinished. */
record Gathering(String subject, String domain) {

    static final List<String> SERVICES = List.of(
            "intake-service",
            "ticket-service",
            "routing-service",
            "sla-service",
            "notification-service",
            "analytics-service");

    /** Held on to, since a logger that nobody holds forgets its level. */
    private static final Logger CHATTER = Logger.getLogger("org.apache.kafka");

    static {
        CHATTER.setLevel(Level.WARNING);
    }

    private static final int AT_ONCE = 8;
    private static final Set<String> LOGS = Set.of(
            "casestream.inquiries",
            "casestream.tickets",
            "casestream.routing",
            "casestream.sla",
            "casestream.notifications",
            "casestream.metrics");
    private static final Set<String> LOOKED_INTO = Set.of(Published.TICKETS, Published.ROUTING, Published.SLA);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Cheap to ask, and little is worth looking for before. */
    boolean isAllDone() {
        return unfinished().values().stream().allMatch(count -> count == 0) && ledger().getOrDefault("pending", 0) == 0;
    }

    Evidence gather(List<Operation> history) throws IOException {
        var ledger = ledger();
        var unfinished = unfinished();
        unfinished.put("requests pending", (long) ledger.getOrDefault("pending", 0));
        var answered = history.stream()
                .filter(operation -> operation.kind() == Kind.REPLY)
                .map(Operation::customer)
                .collect(Collectors.toSet());
        var tickets = tickets(answered);
        var deadLetters = new DeadLetters(new HashMap<>(), new ArrayList<>());
        var published = published(deadLetters);
        return new Evidence(
                Instant.now(), tickets, published, facts(), desk(), mails(), ledger, unfinished, deadLetters);
    }

    private List<Ticket> tickets(Set<String> answered) {
        var tickets = new ArrayList<Future<Ticket>>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (var ticket : all("/v1/tickets?channel=web")) {
                var email = ticket.path("requester").path("email").asText("");
                if (subject.equals(ticket.path("subject").asText()) && email.endsWith(domain)) {
                    var id = ticket.path("id").asText();
                    Callable<Ticket> whole = () -> new Ticket(
                            id,
                            email,
                            ticket.path("version").asLong(),
                            answered.contains(email) ? replies(id) : List.of(),
                            cells(ticket));
                    tickets.add(threads.submit(whole));
                }
            }
        }
        return tickets.stream().map(Future::resultNow).toList();
    }

    private static Map<String, Map<String, String>> facts() {
        return all("/v1/facts/tickets").stream()
                .collect(Collectors.toMap(fact -> fact.path("ticket_id").asText(), Gathering::cells));
    }

    /** What is null or absent is the empty word; instants are written in one way. */
    private static Map<String, String> cells(JsonNode item) {
        var cells = new HashMap<String, String>();
        item.properties()
                .forEach(cell -> cells.put(
                        cell.getKey(),
                        cell.getKey().endsWith("_at") && cell.getValue().isTextual()
                                ? Instant.parse(cell.getValue().asText()).toString()
                                : cell.getValue().asText("")));
        return cells;
    }

    private static Desk desk() {
        var agents = all("/v1/agents?team=support").stream()
                .map(agent -> new Desk.Agent(
                        agent.path("id").asText(),
                        agent.path("capacity").asInt(),
                        agent.path("availability").asText().equals("online")))
                .toList();
        return all("/v1/queues").stream()
                .filter(queue -> queue.path("team").asText().equals("support"))
                .map(queue -> new Desk(
                        agents,
                        queue.path("waiting").asLong(),
                        queue.path("agentsFree").asLong()))
                .findFirst()
                .orElseThrow();
    }

    /** Every item of a list, page by page. */
    private static List<JsonNode> all(String path) {
        var items = new ArrayList<JsonNode>();
        String cursor = null;
        do {
            var request = Platform.as("admin").queryParam("limit", 200);
            var page = json((cursor == null ? request : request.queryParam("cursor", cursor))
                    .get(path)
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
            page.path("items").forEach(items::add);
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty());
        return items;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> replies(String ticket) {
        return Platform.as("admin")
                .get("/v1/tickets/{id}/messages?limit=200", ticket)
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { it.kind == 'reply' }.body");
    }

    private static Map<String, Integer> ledger() {
        return Platform.as("admin")
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .path("total");
    }

    private static Map<String, Long> unfinished() {
        var unfinished = new HashMap<String, Long>();
        for (var service : SERVICES) {
            var metrics = RestAssured.get("http://127.0.0.1:" + Platform.port(service) + "/q/metrics")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
            metrics.lines()
                    .filter(line -> line.startsWith("casestream_outbox_depth")
                            || line.startsWith("casestream_gate_parked")
                            || line.startsWith("casestream_deliveries{state=\"queued\""))
                    .forEach(line -> unfinished.merge(
                            line.replaceAll("[ {].*", "") + " of " + service,
                            (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                            Long::sum));
        }
        return unfinished;
    }

    private static List<Published> published(DeadLetters deadLetters) {
        var config = Map.<String, Object>of(
                "bootstrap.servers", Platform.KAFKA, "isolation.level", "read_committed", "max.poll.records", 5_000);
        var published = new ArrayList<Published>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = new ArrayList<TopicPartition>();
            consumer.listTopics().forEach((topic, parts) -> {
                if (LOGS.contains(topic) || topic.contains(".dlq.")) {
                    parts.forEach(part -> partitions.add(new TopicPartition(topic, part.partition())));
                }
            });
            partitions.stream()
                    .filter(partition -> !LOGS.contains(partition.topic()))
                    .forEach(partition -> deadLetters.count().put(partition.topic(), 0L));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    if (!LOGS.contains(record.topic())) {
                        deadLetters.count().merge(record.topic(), 1L, Long::sum);
                        if (record.key() == null || !record.key().startsWith(Interference.POISONOUS)) {
                            deadLetters.keysOfHealthy().add(record.topic() + " holds " + record.key());
                        }
                    } else if (record.key() != null && !record.key().startsWith(Interference.POISONOUS)) {
                        published.add(published(record));
                    }
                }
            }
        }
        return published;
    }

    private static Published published(ConsumerRecord<String, byte[]> record) {
        var type = header(record, "ce_type").replaceAll("^casestream\\.|\\.v\\d+$", "");
        return new Published(
                record.topic(),
                record.key(),
                type,
                Long.parseLong(header(record, "ce_aggregateversion")),
                Instant.parse(header(record, "ce_time")),
                LOOKED_INTO.contains(record.topic()) ? new String(record.value(), StandardCharsets.UTF_8) : "");
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** To customers of this run; a mail has its envelope in headers of its own on top. */
    private List<Mail> mails() throws IOException {
        var mails = new ArrayList<Mail>();
        try (var files = Files.list(Platform.directory().resolve("mail"))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".eml")).toList()) {
                var id = header(file, "Message-ID");
                var recipient = header(file, "Delivered-To");
                if (recipient.endsWith(domain)) {
                    mails.add(new Mail(recipient, id));
                }
            }
        }
        return mails;
    }

    private static String header(Path mail, String name) throws IOException {
        try (var lines = Files.lines(mail, StandardCharsets.ISO_8859_1)) {
            var head = lines.takeWhile(line -> !line.isBlank()).toList();
            for (int at = 0; at < head.size(); at++) {
                if (head.get(at).regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                    var value = head.get(at).substring(name.length() + 1).strip();
                    // A long id is folded onto the next line.
                    return value.isEmpty() && at + 1 < head.size()
                            ? head.get(at + 1).strip()
                            : value;
                }
            }
            return "";
        }
    }
}
