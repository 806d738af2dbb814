package dev.casestream.intake.channel;

import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.intake.domain.AuthenticationResults;
import dev.casestream.intake.domain.Bounce;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
        var told = arrival.circumstances().get(ENVELOPE_SENDER);
        // Where nobody tells, the server that delivered it has written it down.
        var envelopeSender = told == null ? returnPath(mail) : told;
        var from = Addresses.first(mail.header("from"))
                .or(() -> EmailAddress.normalise(envelopeSender).map(address -> new Addresses.Named(null, address)));
        if (from.isEmpty()) {
            return new Reading.Quarantined("no-sender", null);
        }
        var address = from.get().address();
        return switch (MailSense.of(
                mail.headers(), address, ours.account(address).isPresent(), envelopeSender)) {
            case Suppressed(var reason)
            when reason.equals("bounce") && !mail.report().isEmpty() ->
                bounced(mail, draft(mail, arrival, from.get(), reason, patience));
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
        var account = arrival.account() == null ? clues.account(mail) : arrival.account();
        var hint = ours.hint(account);
        var proof = AuthenticationResults.of(
                mail.headers().getOrDefault("authentication-results", List.of()), ours.believed(), from.address());
        var verified = proof.verified() && isAlone(mail);
        return new Draft(
                account,
                messageId == null || MessageIds.normalise(messageId).isEmpty()
                        ? null
                        : Words.line(messageId, LONGEST_SUBJECT),
                new Sender(from.name(), from.address(), null, null, verified),
                subject(mail, words),
                String.valueOf(Words.clip(words, MOST_TEXT)),
                markup,
                text.quoted() == null ? null : Words.clip(Words.clean(text.quoted()), MOST_QUOTED),
                languages.of(words, null),
                hint.priority().orElse(null),
                hint.category().orElse(null),
                automatic,
                mail.attachments(),
                fields(mail, from.address(), envelope, automatic, proof),
                clues.of(
                        mail,
                        from.address(),
                        verified,
                        envelope,
                        arrival.original().hash()),
                null);
    }

    private Reading bounced(ParsedMail mail, Draft draft) throws TooHardException {
        var id = MessageIds.normalise(messageId(mail.returned())).orElse(null);
        var bounces = Bounce.read(mail.report());
        return bounces.isEmpty()
                ? new Reading.Quarantined("bounce", draft)
                : new Reading.Bounced(
                        draft, bounces, id, id == null ? null : clues.ticket(id).orElse(null));
    }

    /** Several authors, or From twice: nobody can tell whom the proof is about. */
    private static boolean isAlone(ParsedMail mail) {
        var from = mail.headers().getOrDefault("from", List.of());
        return from.size() == 1 && Addresses.count(from.getFirst()) == 1;
    }

    private static @Nullable String messageId(String head) {
        try {
            return MailReader.messageId(new ByteArrayInputStream(head.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String returnPath(ParsedMail mail) {
        var path = mail.header("return-path");
        return path == null ? null : path.replaceAll("[<>\\s]", "");
    }

    private Map<String, String> fields(
            ParsedMail mail,
            String from,
            List<String> envelope,
            @Nullable String automatic,
            AuthenticationResults proof) {
        var fields = new TreeMap<String, String>();
        if (automatic != null) {
            fields.put("automatic", automatic);
        }
        if (!proof.results().isEmpty()) {
            fields.put("authentication", proof.summary());
        }
        var replyTo = Addresses.first(mail.header("reply-to")).map(Addresses.Named::address);
        replyTo.filter(address -> !address.equals(from)).ifPresent(address -> fields.put("replyTo", address));
        envelope.stream()
                .flatMap(recipient -> ours.tag(recipient).stream())
                .filter(tag -> tag.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}"))
                .findFirst()
                .ifPresent(tag -> fields.put("tag", tag));
        var type = String.valueOf(mail.header("content-type")).toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/encrypted") || type.contains("enveloped-data")) {
            fields.put("protection", "encrypted");
        } else if (type.startsWith("multipart/signed") || type.contains("signed-data")) {
            fields.put("protection", "signed");
        }
        return fields;
    }

    private static String subject(ParsedMail mail, String words) {
        var subject = Words.line(Addresses.decoded(mail.header("subject")), LONGEST_SUBJECT);
        return subject.isEmpty() ? Words.line(words, 80) : subject;
    }
}
