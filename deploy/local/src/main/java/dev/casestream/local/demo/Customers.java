package dev.casestream.local.demo;

import dev.casestream.local.demo.Conversation.Step;
import dev.casestream.local.mail.Letter;
import dev.casestream.local.mail.MailStore;
import dev.casestream.local.mail.StoredMail;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Those who ask, by mail or web form, and answer what they are answered. */
final class Customers {
    private static final int MOST_AT_ONCE = 5000;

    private final List<Scenario> scenarios;
    private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();
    private final Set<Path> read;
    private final MailStore mail;
    private final Api api;
    private final int smtpPort;
    private final RandomGenerator random;

    Customers(List<Scenario> scenarios, MailStore mail, Api api, int smtpPort, RandomGenerator random)
            throws IOException {
        this.scenarios = scenarios;
        this.mail = mail;
        this.read = new HashSet<>(mail.files());
        this.api = api;
        this.smtpPort = smtpPort;
        this.random = random;
    }

    Optional<Conversation> with(String email) {
        return Optional.ofNullable(conversations.get(email));
    }

    /** Somebody new asks something; says who and what. */
    String ask() throws IOException, InterruptedException, MessagingException {
        var drawn = scenarios.get(random.nextInt(scenarios.size()));
        var scenario = drawn.with(random.nextInt(2, 9000));
        var person = Person.writing(scenario.language(), random);
        if (conversations.size() >= MOST_AT_ONCE) {
            conversations.clear();
        }
        conversations.put(person.email(), new Conversation(person, scenario));
        var byMail = random.nextInt(3) > 0;
        if (byMail) {
            var signed = scenario.inquiry() + "\n\n" + person.name();
            new Letter(person.mailbox(), "support@casestream.local", scenario.subject(), signed, null, null)
                    .post(smtpPort);
        } else {
            api.post(
                    "/v1/inquiries",
                    Map.of(
                            "channel", "web",
                            "sender", Map.of("name", person.name(), "email", person.email()),
                            "subject", scenario.subject(),
                            "body", scenario.inquiry(),
                            "locale", scenario.language()),
                    Optional.empty(),
                    null);
        }
        return person.name() + (byMail ? " writes a mail: " : " fills in the form: ") + scenario.subject();
    }

    /** Reads new mail; whoever was answered by an agent writes back. Says who did. */
    List<String> writeBack() throws IOException, MessagingException {
        var said = new ArrayList<String>();
        for (var file : mail.files()) {
            if (!read.add(file)) {
                continue;
            }
            var letter = StoredMail.read(file);
            if (letter.autoSubmitted() != null) {
                continue;
            }
            for (var address : letter.to()) {
                var conversation = conversations.get(address);
                if (conversation != null && conversation.next() == Step.CUSTOMER_FOLLOWS_UP) {
                    var person = conversation.person();
                    Letter.answering(
                                    letter,
                                    person.mailbox(),
                                    conversation.scenario().followUp())
                            .post(smtpPort);
                    conversation.advance();
                    said.add(person.name() + " writes back: "
                            + conversation.scenario().subject());
                }
            }
        }
        return said;
    }
}
