package dev.casestream.intake.channel;

import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.intake.domain.Draft;
import dev.casestream.intake.domain.EmailAddress;
import dev.casestream.intake.domain.MailSense;
import dev.casestream.intake.domain.MailSense.Automatic;
import dev.casestream.intake.domain.MailSense.Personal;
import dev.casestream.intake.domain.MailSense.Suppressed;
import dev.casestream.intake.domain.MessageIds;
import dev.casestream.intake.domain.Reading;
import dev.casestream.intake.domain.Words;
import dev.casestream.intake.mail.Addresses;
import dev.casestream.intake.mail.Html;
import dev.casestream.intake.mail.MailClues;
import dev.casestream.intake.mail.MailReader;
import dev.casestream.intake.mail.OurAddresses;
import dev.casestream.intake.mail.ParsedMail;
import dev.casestream.intake.mail.Patience;
import dev.casestream.intake.mail.ReplyExtractor;
import dev.casestream.intake.mail.TooHardException;
import dev.casestream.intake.store.Originals;
import dev.casestream.intake.store.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Electronic mail, by SMTP or piped over HTTP. */
@ApplicationScoped
public class EmailChannel implements Channel {

    public static final String NAME = "email";

    /** Circumstance: the envelope's sender, empty for the null sender. */
    public static final String ENVELOPE_SENDER = "envelopeSender";

    /** Circumstance: the envelope's recipients of ours, a space between them. */
    public static final String ENVELOPE_RECIPIENTS = "envelopeRecipients";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LONGEST_SUBJECT = 998;
    private static final int MOST_TEXT = 256 * 1024;
    private static final int MOST_QUOTED = 96 * 1024;
    private static final Set<String> TELLING = Set.of("from", "subject", "date", "message-id");

    private final Originals originals;
    private final MailReader reader;
    private final OurAddresses ours;
    private final MailClues clues;
    private final Languages languages;

    public EmailChannel(
            Originals originals, MailReader reader, OurAddresses ours, MailClues clues, Languages languages) {
        this.originals = originals;
        this.reader = reader;
        this.ours = ours;
        this.clues = clues;
        this.languages = languages;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String dedupeKey(Arrival arrival) throws IOException {
        try (var in = originals.open(arrival.original())) {
            return "email:"
                    + MessageIds.normalise(MailReader.messageId(in))
                            .map(Sha256::of)
                            .orElse("raw:" + arrival.original().hash());
        }
    }

    @Override
    public Reading read(Arrival arrival) throws IOException {
        try (var in = originals.open(arrival.original())) {
            var patience = Patience.of(PATIENCE);
            return understand(reader.read(in, patience), arrival, patience);
        } catch (TooHardException e) {
            return new Reading.Quarantined(e.reason(), null);
        }
    }

    private Reading understand(ParsedMail mail, Arrival arrival, Patience patience) throws TooHardException {
        if (mail.headers().keySet().stream().noneMatch(TELLING::contains)) {
            return new Reading.Quarantined("not-a-mail", null);
        }
        var envelopeSender = arrival.circumstances().get(ENVELOPE_SENDER);
        var from = Addresses.first(mail.header("from"))
                .or(() -> EmailAddress.normalise(envelopeSender).map(address -> new Addresses.Named(null, address)));
        if (from.isEmpty()) {
            return new Reading.Quarantined("no-sender", null);
        }
        var address = from.get().address();
        return switch (MailSense.of(
                mail.headers(), address, ours.account(address).isPresent(), envelopeSender)) {
            case Suppressed(var reason) ->
                new Reading.Quarantined(reason, draft(mail, arrival, from.get(), reason, patience));
            case Automatic(var reason) -> new Reading.Understood(draft(mail, arrival, from.get(), reason, patience));
            case Personal() -> new Reading.Understood(draft(mail, arrival, from.get(), null, patience));
        };
    }

    private Draft draft(
            ParsedMail mail, Arrival arrival, Addresses.Named from, @Nullable String automatic, Patience patience)
            throws TooHardException {
        var recipients = arrival.circumstances().getOrDefault(ENVELOPE_RECIPIENTS, "");
        var envelope = recipients.isEmpty() ? List.<String>of() : Arrays.asList(recipients.split(" "));
        var html = mail.html().isBlank() ? null : ReplyExtractor.ofHtml(mail.html(), patience);
        var plain = mail.text().isBlank() ? null : ReplyExtractor.ofText(mail.text(), patience);
        var text = plain != null ? plain : html != null ? html : new ReplyExtractor.Extract("", null, null);
        var words = Words.clean(text.text());
        var markup = html == null || html.html() == null
                ? null
                : Words.clip(Words.clean(Html.sanitise(html.html())), MOST_TEXT);
        patience.check();
        var messageId = mail.header("message-id");
        return new Draft(
                arrival.account() == null ? clues.account(mail) : arrival.account(),
                messageId == null || MessageIds.normalise(messageId).isEmpty()
                        ? null
                        : Words.line(messageId, LONGEST_SUBJECT),
                new Sender(from.name(), from.address(), null, null, false),
                subject(mail, words),
                String.valueOf(Words.clip(words, MOST_TEXT)),
                markup,
                text.quoted() == null ? null : Words.clip(Words.clean(text.quoted()), MOST_QUOTED),
                languages.of(words, null),
                null,
                null,
                automatic,
                mail.attachments(),
                automatic == null ? Map.of() : Map.of("automatic", automatic),
                clues.of(mail, from.address(), envelope, arrival.original().hash()));
    }

    private static String subject(ParsedMail mail, String words) {
        var subject = Words.line(Addresses.decoded(mail.header("subject")), LONGEST_SUBJECT);
        return subject.isEmpty() ? Words.line(words, 80) : subject;
    }
}
