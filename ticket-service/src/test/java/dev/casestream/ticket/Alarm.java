package dev.casestream.ticket;

import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.contracts.InquiryEvent.ReplyCapability;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.contracts.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What monitoring says of an alarm, as intake would say it. */
public record Alarm(String conversation, String subject) {

    public static Alarm of(String subject) {
        return new Alarm("monitoring:" + Ids.next(), subject);
    }

    /** @param alert {@code firing} or {@code resolved} */
    public InquiryReceived says(String alert) {
        return new InquiryReceived(
                Ids.next(),
                conversation,
                Instant.now(),
                "monitoring",
                "main",
                Ids.next().toString(),
                new Sender("db-1", null, null, "monitoring:" + conversation, true),
                subject,
                "The disk is " + alert,
                null,
                null,
                "en",
                Priority.CRITICAL,
                "monitoring",
                true,
                List.of(),
                Map.of("alert", alert),
                null,
                new ReplyCapability(false, null, List.of()));
    }
}
