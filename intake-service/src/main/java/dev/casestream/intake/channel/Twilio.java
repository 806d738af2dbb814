package dev.casestream.intake.channel;

import dev.casestream.intake.provider.Account;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.Signatures;
import dev.casestream.intake.provider.UnreadableException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Twilio's form posts and their signature: HMAC-SHA1 of the URL that Twilio called and the parameters in order. */
final class Twilio {

    private static final int MOST_PARAMETERS = 200;
    private static final int LONGEST_URL = 2_000;

    private Twilio() {}

    static boolean isGenuine(Account account, Delivery delivery) {
        try {
            var signed = new StringBuilder(delivery.url());
            parameters(delivery)
                    .forEach((name, values) -> new TreeSet<>(values)
                            .forEach(value -> signed.append(name).append(value)));
            var bytes = signed.toString().getBytes(StandardCharsets.UTF_8);
            return delivery.url().length() <= LONGEST_URL
                    && Signatures.says(
                            delivery.header("x-twilio-signature"),
                            account,
                            secret -> Base64.getEncoder().encodeToString(Signatures.hmac("HmacSHA1", secret, bytes)));
        } catch (UnreadableException e) {
            return false;
        }
    }

    /** The first value of each parameter that has one. */
    static Map<String, String> read(Delivery delivery) throws UnreadableException {
        var first = new TreeMap<String, String>();
        parameters(delivery).forEach((name, values) -> {
            if (!values.getFirst().isBlank()) {
                first.put(name, values.getFirst());
            }
        });
        return first;
    }

    private static SortedMap<String, List<String>> parameters(Delivery delivery) throws UnreadableException {
        var parameters = new TreeMap<String, List<String>>();
        var pairs = delivery.text().split("&", MOST_PARAMETERS + 1);
        if (pairs.length > MOST_PARAMETERS) {
            throw new UnreadableException("has more than " + MOST_PARAMETERS + " parameters");
        }
        for (var pair : pairs) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                parameters
                        .computeIfAbsent(decoded(pair.substring(0, equals)), name -> new java.util.ArrayList<>())
                        .add(decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) throws UnreadableException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("is no form");
        }
    }
}
