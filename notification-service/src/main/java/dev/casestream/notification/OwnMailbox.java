package dev.casestream.notification;

import dev.casestream.chassis.mail.ReplyToken;
import dev.casestream.notification.domain.HeaderText;
import dev.casestream.notification.domain.MailAddress;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who we are in mail: our address, our name, and identifiers by which an answer finds its ticket. */
@ApplicationScoped
class OwnMailbox {

    private final MailAddress address;
    private final String name;
    private final ReplyToken tokens;

    OwnMailbox(
            @ConfigProperty(name = "casestream.mail.from") String address,
            @ConfigProperty(name = "casestream.mail.name") String name,
            ReplyToken tokens) {
        this.address = MailAddress.of(address)
                .orElseThrow(() -> new IllegalArgumentException("casestream.mail.from is not an address"));
        this.name = name;
        this.tokens = tokens;
    }

    MailAddress address() {
        return address;
    }

    /** A Message-ID without its brackets, which leads an answer to its ticket and is no other delivery's. */
    String messageId(UUID ticketId, UUID deliveryId) {
        return tokens.sign(ticketId) + "." + deliveryId.toString().replace("-", "") + "@" + address.domain();
    }

    /** For From. */
    String sender() {
        return HeaderText.mailbox(name, address.toString());
    }

    /** Where an answer is to go, so that the recipient alone leads it to its ticket. */
    String replyTo(UUID ticketId) {
        return HeaderText.mailbox(name, address.plus(tokens.sign(ticketId)).toString());
    }

    /** Without a key no answer would find its ticket: better not to start than to send such mail. */
    void requireKey(@Observes StartupEvent event) {
        tokens.sign(new UUID(0, 0));
    }
}
