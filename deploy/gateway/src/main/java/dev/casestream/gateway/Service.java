package dev.casestream.gateway;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The services, and the first words after {@code /v1/} that each of them owns. */
public enum Service {
    INTAKE("inquiries", "ledger", "channels", "articles", "widget.js", "portal"),
    TICKET(
            "tickets",
            "jobs",
            "customers",
            "organisations",
            "macros",
            "fields",
            "views",
            "rights",
            "statuses",
            "categories",
            "time-entries",
            "events"),
    ROUTING("teams", "agents", "skills", "rules", "routing", "queues"),
    SLA("sla"),
    NOTIFICATION(
            "templates", "deliveries", "preferences", "notifications", "webhooks", "broadcasts", "surveys", "status"),
    ANALYTICS("metrics", "facts", "overview", "projections", "dashboard");

    private final Set<String> words;

    Service(String... words) {
        this.words = Set.of(words);
    }

    /** The owner of a path, if it has one. */
    static Optional<Service> owning(String path) {
        var parts = path.split("/", 4);
        return parts.length < 3 || !parts[0].isEmpty() || !parts[1].equals("v1")
                ? Optional.empty()
                : Stream.of(values())
                        .filter(service -> service.words.contains(parts[2]))
                        .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT) + "-service";
    }
}
