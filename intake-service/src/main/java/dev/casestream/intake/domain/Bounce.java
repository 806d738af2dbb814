package dev.casestream.intake.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a mail of ours for one recipient, as a mail server reports it (RFC 3464).
 *
 * @param action {@code failed delayed delivered relayed expanded}
 * @param status as {@code 5.1.1} (RFC 3463)
 */
public record Bounce(
        @Nullable String recipient, String action, @Nullable String status) {

    private static final int MOST = 50;

    /** The recipients' groups of a {@code message/delivery-status} part. */
    public static List<Bounce> read(String report) {
        var bounces = new ArrayList<Bounce>();
        for (var group : report.replace("\r\n", "\n").split("\n[ \t]*\n")) {
            var fields = fields(group);
            var action = fields.getOrDefault("action", "").toLowerCase(Locale.ROOT);
            if (action.matches("failed|delayed|delivered|relayed|expanded") && bounces.size() < MOST) {
                bounces.add(new Bounce(address(fields), action, status(fields.get("status"))));
            }
        }
        return List.copyOf(bounces);
    }

    /** As {@code DeliveryReported} names it. */
    public String state() {
        return switch (action) {
            case "failed" -> "bounced";
            case "relayed", "expanded" -> "sent";
            default -> action;
        };
    }

    private static Map<String, String> fields(String group) {
        var fields = new HashMap<String, String>();
        for (var line : group.replaceAll("\n[ \t]+", " ").split("\n")) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                fields.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    private static @Nullable String address(Map<String, String> fields) {
        var given = fields.getOrDefault("final-recipient", fields.getOrDefault("original-recipient", ""));
        return EmailAddress.normalise(given.substring(given.indexOf(';') + 1).replaceAll("[<>]", ""))
                .orElse(null);
    }

    private static @Nullable String status(@Nullable String given) {
        var code = given == null ? "" : given.strip().split("\\s")[0];
        return code.matches("[245]\\.\\d{1,3}\\.\\d{1,3}") ? code : null;
    }
}
