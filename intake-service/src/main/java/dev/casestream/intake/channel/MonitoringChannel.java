package dev.casestream.intake.channel;

import static dev.casestream.intake.provider.Json.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.casestream.contracts.InquiryEvent.ReplyCapability;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.contracts.Priority;
import dev.casestream.intake.domain.Part;
import dev.casestream.intake.domain.Part.Message;
import dev.casestream.intake.provider.Account;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.Json;
import dev.casestream.intake.provider.Signatures;
import dev.casestream.intake.provider.UnreadableException;
import dev.casestream.intake.provider.WebhookChannel;
import dev.casestream.intake.store.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Alarms in the format of Prometheus' Alertmanager, which names the secret as the password of its {@code basic_auth} or
 * as {@code authorization} of the type {@code Token}. Each alert is a conversation, also when it fires again: the same
 * again is a duplicate, a changed one an update, and a resolved one says so in the field {@code alert}.
 */
@ApplicationScoped
public class MonitoringChannel implements WebhookChannel {

    @Override
    public String name() {
        return "monitoring";
    }

    @Override
    public boolean isGenuine(Account account, Delivery delivery, Instant now) {
        var said = delivery.header("authorization");
        return Signatures.says(said, account, secret -> "Token " + new String(secret, StandardCharsets.UTF_8))
                || Signatures.says(
                        said,
                        account,
                        secret -> "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (account.name() + ":" + new String(secret, StandardCharsets.UTF_8))
                                                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public List<Part> parts(Delivery delivery) throws UnreadableException {
        var parts = new ArrayList<Part>();
        for (var alert : Json.object(delivery).path("alerts")) {
            parts.add(message(alert));
        }
        return parts;
    }

    private static Message message(JsonNode alert) throws UnreadableException {
        var status = Json.required(alert, "status");
        var labels = alert.path("labels");
        var name = Objects.requireNonNullElse(text(labels, "alertname"), "Alarm");
        var thread = Objects.requireNonNullElseGet(text(alert, "fingerprint"), () -> Sha256.of(labels.toString()));
        var where = text(labels, "instance");
        var text = words(alert, status);
        return Message.of(
                        Sha256.of(thread + text(alert, "startsAt") + status + text),
                        thread,
                        new Sender(where, null, null, "monitoring:" + (where == null ? name : where), true),
                        Json.instant(text(alert, "startsAt")),
                        text)
                .about((where == null ? name : name + " on " + where), null)
                .with(Map.of("alert", status, "alertname", name))
                .answerable(new ReplyCapability(false, null, List.of()))
                .byMachine("monitoring", priority(text(labels, "severity")), "monitoring");
    }

    private static String words(JsonNode alert, String status) {
        var words = new StringBuilder();
        if (status.equals("resolved")) {
            words.append("Resolved at ").append(text(alert, "endsAt")).append('\n');
        }
        for (var annotation : List.of("summary", "description", "runbook_url")) {
            var said = text(alert, "annotations", annotation);
            if (said != null) {
                words.append(said).append('\n');
            }
        }
        alert.path("labels")
                .properties()
                .forEach(label -> words.append(label.getKey())
                        .append(": ")
                        .append(label.getValue().asText())
                        .append('\n'));
        var source = text(alert, "generatorURL");
        return words.append(source == null ? "" : source).toString().strip();
    }

    private static Priority priority(@org.jspecify.annotations.Nullable String severity) {
        return switch (severity == null ? "" : severity) {
            case "critical", "page", "emergency" -> Priority.CRITICAL;
            case "error", "high" -> Priority.HIGH;
            case "info", "none", "low" -> Priority.LOW;
            default -> Priority.MEDIUM;
        };
    }
}
