package dev.casestream.notification.domain;

import dev.casestream.contracts.InquiryEvent.DeliveryReported;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a channel tells later of a delivery that it had taken over.
 *
 * @param code why, as {@code dsn-5.1.1}; null where it has arrived
 */
public record Report(Fate fate, @Nullable String code) {

    /** What became of it. */
    public enum Fate {
        ARRIVED,
        CAME_BACK,
        LOST
    }

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    /** Empty for what is no end: it was sent on, or is late. */
    public static Optional<Report> of(DeliveryReported event) {
        return switch (event.state()) {
            case "delivered", "read" -> Optional.of(new Report(Fate.ARRIVED, null));
            case "bounced" -> Optional.of(new Report(Fate.CAME_BACK, code("dsn", event.status(), "bounced")));
            case "failed", "undelivered" ->
                Optional.of(new Report(Fate.LOST, code(event.channel(), event.status(), "failed")));
            default -> Optional.empty();
        };
    }

    /** A provider's code goes on as it is, its words do not. */
    private static String code(String prefix, @Nullable String status, String otherwise) {
        return prefix + "-" + (status != null && CODE.matcher(status).matches() ? status : otherwise);
    }
}
