package dev.casestream.notification.sender;

import dev.casestream.notification.domain.HeaderText;
import dev.casestream.notification.domain.SmtpReply;
import dev.casestream.notification.domain.Verdict;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jboss.logging.Logger;

/** Sends mail by SMTP: also to who wrote through a form or the API, and left an address. */
@ApplicationScoped
class MailSender implements Sender {

    private static final Logger LOG = Logger.getLogger(MailSender.class);
    private static final Set<String> CHANNELS = Set.of("email", "web", "api");

    private final ReactiveMailer mailer;

    MailSender(ReactiveMailer mailer) {
        this.mailer = mailer;
    }

    @Override
    public boolean serves(String channel) {
        return CHANNELS.contains(channel);
    }

    @Override
    public Uni<Verdict> send(Letter letter) {
        return mailer.send(mail(letter))
                .map(_ -> (Verdict) new Verdict.Taken())
                .onFailure()
                .recoverWithItem(MailSender::verdict);
    }

    private static Mail mail(Letter letter) {
        var content = letter.content();
        var mail = new Mail()
                .setFrom(letter.sender())
                .addTo(letter.to())
                .setText(content.text())
                .setHtml(content.html())
                .addHeader("From", letter.from())
                .addHeader("Subject", HeaderText.encoded(content.subject()))
                .addHeader("Message-ID", "<" + letter.messageId() + ">")
                .addHeader("Reply-To", letter.replyTo());
        if (letter.threading().inReplyTo() != null) {
            mail.addHeader("In-Reply-To", letter.threading().inReplyTo())
                    .addHeader(
                            "References", String.join("\n ", letter.threading().references()));
        }
        if (letter.automatic()) {
            mail.addHeader("Auto-Submitted", "auto-replied").addHeader("X-Auto-Response-Suppress", "All");
        }
        return mail;
    }

    private static Verdict verdict(Throwable failure) {
        if (failure instanceof SMTPException refusal) {
            return SmtpReply.verdict(refusal.getReplyCode());
        }
        LOG.debug("No mail server took a letter over", failure);
        return new Verdict.Refused("smtp-unreachable", false);
    }
}
