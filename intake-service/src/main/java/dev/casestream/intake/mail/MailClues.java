package dev.casestream.intake.mail;

import dev.casestream.chassis.mail.ReplyToken;
import dev.casestream.intake.domain.Clues;
import dev.casestream.intake.domain.EmailAddress;
import dev.casestream.intake.domain.MessageIds;
import dev.casestream.intake.domain.TicketNumbers;
import dev.casestream.intake.store.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a mail says about the conversation that it belongs to. */
@ApplicationScoped
public class MailClues {

    /** What the local part of our Message-IDs, and the tag of our reply addresses, begins with. */
    private static final String TOKEN = "rt.";

    private static final List<String> RECIPIENTS = List.of("to", "cc", "delivered-to", "x-original-to");
    private static final int MOST_PARTICIPANTS = 50;

    private final OurAddresses ours;
    private final Function<String, Optional<UUID>> tokens;

    @Inject
    MailClues(OurAddresses ours, ReplyToken tokens) {
        this(ours, tokens::verify);
    }

    /** @param tokens the ticket of a reply token, if we signed it */
    public MailClues(OurAddresses ours, Function<String, Optional<UUID>> tokens) {
        this.ours = ours;
        this.tokens = tokens;
    }

    /**
     * @param sender normalised
     * @param envelope recipients of ours that the transport told
     * @param verified whether the sender is who it says: only then those whom the mail names besides take part too
     * @param fallback what the conversation is named after if the mail has no ids
     */
    public Clues of(ParsedMail mail, String sender, boolean verified, List<String> envelope, String fallback) {
        var recipients = new ArrayList<>(envelope);
        RECIPIENTS.forEach(
                name -> recipients.addAll(Addresses.all(mail.headers().getOrDefault(name, List.of()))));
        var references = new LinkedHashSet<>(MessageIds.all(mail.header("references")));
        references.addAll(MessageIds.all(mail.header("in-reply-to")));
        var nearestFirst = new ArrayList<>(references);
        Collections.reverse(nearestFirst);

        var own = MessageIds.normalise(mail.header("message-id")).orElse(fallback);
        var root = references.stream().filter(id -> !isOurs(id)).findFirst().orElse(own);
        return new Clues(
                key(root),
                key(own),
                nearestFirst,
                tickets(recipients, nearestFirst),
                TicketNumbers.in(HeaderText.decoded(mail.header("subject"))),
                participants(sender, verified ? recipients : List.of()));
    }

    /** The ticket of a mail of ours, by the token in its Message-ID. */
    public Optional<UUID> ticket(String messageId) {
        return isOurs(messageId)
                ? tokens.apply(messageId.substring(0, Math.max(0, messageId.lastIndexOf('@'))))
                : Optional.empty();
    }

    /** The address of ours that a mail names, where the transport does not tell. */
    public @Nullable String account(ParsedMail mail) {
        return RECIPIENTS.stream()
                .flatMap(name -> Addresses.all(mail.headers().getOrDefault(name, List.of())).stream())
                .flatMap(recipient -> ours.account(recipient).stream())
                .findFirst()
                .orElse(null);
    }

    private List<UUID> tickets(List<String> recipients, List<String> references) {
        return Stream.concat(
                        recipients.stream().flatMap(recipient -> ours.tag(recipient).stream()),
                        references.stream().map(id -> id.substring(0, Math.max(0, id.lastIndexOf('@')))))
                .filter(candidate -> candidate.startsWith(TOKEN))
                .flatMap(candidate -> tokens.apply(candidate).stream())
                .distinct()
                .toList();
    }

    private LinkedHashSet<String> participants(String sender, List<String> recipients) {
        var participants = new LinkedHashSet<String>();
        participants.add(sender);
        recipients.stream()
                .filter(recipient -> ours.account(recipient).isEmpty())
                .flatMap(recipient -> EmailAddress.normalise(recipient).stream())
                .limit(MOST_PARTICIPANTS)
                .forEach(participants::add);
        return participants;
    }

    private static boolean isOurs(String messageId) {
        return messageId.startsWith(TOKEN);
    }

    private static String key(String id) {
        return "email:" + Sha256.of(id).substring(0, 32);
    }
}
