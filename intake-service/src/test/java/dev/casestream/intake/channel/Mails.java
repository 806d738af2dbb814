package dev.casestream.intake.channel;

import dev.casestream.chassis.store.DirectoryStore;
import dev.casestream.contracts.Priority;
import dev.casestream.intake.domain.Draft;
import dev.casestream.intake.domain.Reading;
import dev.casestream.intake.mail.MailClues;
import dev.casestream.intake.mail.MailReader;
import dev.casestream.intake.mail.MailSettings;
import dev.casestream.intake.mail.OurAddresses;
import dev.casestream.intake.store.Originals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The mail channel with a store on disk, and mails of real shape. */
final class Mails {

    static final String TOKEN = "rt.4k2d9s7v0qh3m1c8t5b6n4j2k9d7f3s1a8g5h2l6p0r4u7e9";
    static final UUID TICKET = UUID.fromString("019c4cde-410f-7cba-86b5-736faf67e54b");
    private static final MailSettings SETTINGS = new MailSettings() {
        @Override
        public Map<String, Hint> hints() {
            return Map.of("billing@casestream.local", new Hint() {
                @Override
                public Optional<String> category() {
                    return Optional.of("billing");
                }

                @Override
                public Optional<Priority> priority() {
                    return Optional.of(Priority.HIGH);
                }
            });
        }

        @Override
        public Optional<Set<String>> authenticationServers() {
            return Optional.of(Set.of("mx.casestream.local"));
        }
    };
    private static final Languages LANGUAGES = new Languages();

    private final Originals originals;
    private final EmailChannel channel;

    Mails(Path directory) {
        var store = new DirectoryStore(directory);
        var ours = new OurAddresses(List.of("support@casestream.local", "billing@casestream.local"), SETTINGS);
        originals = new Originals(store);
        channel = new EmailChannel(
                originals,
                new MailReader(store),
                ours,
                new MailClues(ours, token -> token.equals(TOKEN) ? Optional.of(TICKET) : Optional.empty()),
                LANGUAGES);
    }

    static byte[] sample(String name) {
        try (var in = Objects.requireNonNull(Mails.class.getResourceAsStream("/mail/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Arrival arrival(byte[] mail) {
        try {
            return new Arrival(
                    UUID.randomUUID(),
                    "email",
                    "support@casestream.local",
                    "message/rfc822",
                    originals.keep(new ByteArrayInputStream(mail), 25 << 20),
                    Map.of(
                            EmailChannel.ENVELOPE_SENDER,
                            "envelope@example.org",
                            EmailChannel.ENVELOPE_RECIPIENTS,
                            "support@casestream.local"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A mail that came to one of our addresses. */
    Draft hinted(String mail, String account) {
        var arrival = arrival(mail.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        try {
            return ((Reading.Understood) channel.read(new Arrival(
                            arrival.id(),
                            arrival.channel(),
                            account,
                            arrival.contentType(),
                            arrival.original(),
                            arrival.circumstances())))
                    .draft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reading read(byte[] mail) {
        try {
            return channel.read(arrival(mail));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String dedupeKey(byte[] mail) {
        try {
            return channel.dedupeKey(arrival(mail));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Draft draft(String sample) {
        return ((Reading.Understood) read(sample(sample))).draft();
    }
}
