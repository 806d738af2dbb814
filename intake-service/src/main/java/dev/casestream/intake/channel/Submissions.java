package dev.casestream.intake.channel;

import dev.casestream.chassis.store.ContentStore;
import dev.casestream.contracts.Attachment;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.intake.domain.Clues;
import dev.casestream.intake.domain.Draft;
import dev.casestream.intake.domain.EmailAddress;
import dev.casestream.intake.domain.FileNames;
import dev.casestream.intake.domain.Reading;
import dev.casestream.intake.domain.Reading.Fault;
import dev.casestream.intake.domain.Reading.Invalid;
import dev.casestream.intake.domain.Words;
import dev.casestream.intake.mail.Html;
import dev.casestream.intake.store.Originals;
import dev.casestream.intake.store.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tika.Tika;
import org.jspecify.annotations.Nullable;

/** What the channels that take {@link Submission}s have in common. */
@ApplicationScoped
public class Submissions {

    private static final String HONEYPOT = "website";
    private static final Tika TYPES = new Tika();

    private final SubmissionReader reader;
    private final Originals originals;
    private final ContentStore store;
    private final Languages languages;

    public Submissions(SubmissionReader reader, Originals originals, ContentStore store, Languages languages) {
        this.reader = reader;
        this.originals = originals;
        this.store = store;
        this.languages = languages;
    }

    /** What a body is, before it is an arrival: the channel that it names and what identifies it. */
    public record Peek(String channel, @Nullable String externalId, String fingerprint, List<Fault> faults) {}

    public Peek peek(byte[] body, String contentType) throws IOException {
        return switch (reader.read(new ByteArrayInputStream(body), contentType)) {
            case SubmissionReader.Result.Fine(var submission) ->
                new Peek(submission.channelName(), submission.externalId(), submission.fingerprint(), List.of());
            case SubmissionReader.Result.Wrong(var invalid) -> new Peek("", null, "", invalid.faults());
        };
    }

    /** What somebody has written in a form, to be shown to them again. */
    public Map<String, String> words(byte[] body, String contentType) {
        return reader.words(new ByteArrayInputStream(body), contentType);
    }

    @Nullable
    String dedupeKey(Arrival arrival) {
        var submitter = Submitter.of(arrival.circumstances());
        if (submitter.key() == null) {
            return null;
        }
        return arrival.channel() + ":" + Sha256.of(submitter.actor() + "\n" + submitter.key());
    }

    Reading read(Arrival arrival) throws IOException {
        try (var in = originals.open(arrival.original())) {
            return switch (reader.read(in, arrival.contentType())) {
                case SubmissionReader.Result.Fine(var submission) -> understand(submission, arrival);
                case SubmissionReader.Result.Wrong(var invalid) -> invalid;
            };
        }
    }

    private Reading understand(Submission submission, Arrival arrival) throws IOException {
        var submitter = Submitter.of(arrival.circumstances());
        var author = submission.sender() == null
                ? new Submission.Author(null, submitter.email(), null, null)
                : submission.sender();
        var faults = new ArrayList<Fault>();
        var email = EmailAddress.normalise(author.email()).orElse(null);
        if (author.email() != null && email == null) {
            faults.add(new Fault("sender.email", "must be an e-mail address"));
        }
        var phone = author.phone() == null
                ? null
                : Phones.normalise(author.phone(), submission.locale()).orElse(null);
        if (author.phone() != null && phone == null) {
            faults.add(new Fault("sender.phone", "must be a telephone number with its country code"));
        }
        var handle = line(author.handle(), 200);
        if (faults.isEmpty() && email == null && phone == null && handle == null) {
            faults.add(new Fault("sender", "must have an email, a phone or a handle"));
        }
        if (!faults.isEmpty()) {
            return new Invalid(faults);
        }
        var draft = draft(submission, arrival, submitter, author, email, phone, handle);
        return isTrapped(submission) ? new Reading.Quarantined("honeypot", draft) : new Reading.Understood(draft);
    }

    /** People do not see this field of forms, and so leave it empty. */
    private static boolean isTrapped(Submission submission) {
        return submission.fields() != null
                && !submission.fields().getOrDefault(HONEYPOT, "").isBlank();
    }

    private Draft draft(
            Submission submission,
            Arrival arrival,
            Submitter submitter,
            Submission.Author author,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String handle)
            throws IOException {
        var isHtml = "html".equals(submission.bodyFormat());
        var text = Words.clean(isHtml ? Html.text(submission.body()) : submission.body())
                .strip();
        var subject = line(submission.subject(), 998);
        return new Draft(
                arrival.account(),
                line(submission.externalId(), 255),
                new Sender(line(author.name(), 200), email, phone, handle, isVerified(submitter, email)),
                subject == null ? Words.line(text, 80) : subject,
                text,
                isHtml ? Words.clip(Words.clean(Html.sanitise(submission.body())), 256 * 1024) : null,
                null,
                languages.of(text, submission.locale()),
                submission.priority(),
                line(submission.category(), 100),
                null,
                attachments(submission.files()),
                fields(submission.fields()),
                Clues.of(conversation(submission, arrival, submitter, email)),
                null);
    }

    /** Strangers' conversations are told apart by sender too, so that nobody gets into another's by guessing its key. */
    private static String conversation(
            Submission submission, Arrival arrival, Submitter submitter, @Nullable String email) {
        var given = submission.conversationKey();
        var prefix = arrival.channel() + ":";
        if (given == null) {
            return prefix + arrival.id();
        }
        return prefix
                + (submitter.isStranger() ? Sha256.of(given + "\n" + email).substring(0, 32) : Words.line(given, 200));
    }

    private static boolean isVerified(Submitter submitter, @Nullable String email) {
        return submitter.vouches()
                || email != null
                        && email.equals(
                                EmailAddress.normalise(submitter.email()).orElse(null));
    }

    private List<Attachment> attachments(List<Submission.File> files) throws IOException {
        var attachments = new ArrayList<Attachment>();
        for (var file : files) {
            var name = FileNames.clean(file.name(), "attachment-" + (attachments.size() + 1));
            var stored = store.put(new ByteArrayInputStream(file.content()), SubmissionReader.MOST_PER_FILE);
            attachments.add(new Attachment(stored.hash(), name, TYPES.detect(file.content(), name), stored.size()));
        }
        return attachments;
    }

    private static Map<String, String> fields(@Nullable Map<String, String> given) {
        var fields = new LinkedHashMap<String, String>();
        if (given != null) {
            given.forEach((name, value) -> fields.put(Words.line(name, 64), Words.line(value, 500)));
        }
        return fields;
    }

    private static @Nullable String line(@Nullable String given, int most) {
        var line = given == null ? "" : Words.line(given, most);
        return line.isEmpty() ? null : line;
    }
}
