package dev.casestream.local.topology;

import dev.casestream.local.Complaint;
import java.util.Map;
import java.util.Set;

/**
 * What of the platform shall run.
 *
 * @param only children to run; empty for all
 * @param replicas how many of a service, one where it says nothing
 * @param demo whether customers and agents shall be busy from the start
 */
public record Wish(Set<String> only, Map<String, Integer> replicas, boolean demo) {
    private static final Set<String> INFRASTRUCTURE = Set.of("postgres", "kafka", "mail", "gateway");

    public Wish {
        only.stream().filter(name -> !INFRASTRUCTURE.contains(name)).forEach(Wish::requireService);
        replicas.forEach((name, count) -> {
            requireService(name);
            if (count < 1 || count > 9) {
                throw new Complaint(
                        "--scale " + name + "=" + count + " is not possible.", "Give a number from 1 to 9.");
            }
        });
    }

    private static void requireService(String name) {
        if (Service.of(name).isEmpty()) {
            throw new Complaint(
                    "There is no \"" + name + "\" to run.",
                    "Choose of postgres, kafka, mail, gateway, intake-service, ticket-service, routing-service, "
                            + "sla-service, notification-service, analytics-service.");
        }
    }

    boolean wants(String child) {
        return only.isEmpty() || only.contains(child);
    }

    int replicas(Service service) {
        return replicas.getOrDefault(service.module(), 1);
    }
}
