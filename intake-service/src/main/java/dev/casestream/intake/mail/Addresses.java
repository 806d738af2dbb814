package dev.casestream.intake.mail;

import dev.casestream.intake.domain.EmailAddress;
import dev.casestream.intake.domain.Words;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Address headers, read as leniently as mail programs write them. */
public final class Addresses {

    private static final int MOST = 50;
    private static final int LONGEST_NAME = 200;

    private Addresses() {}

    /** @param address normalised */
    public record Named(@Nullable String name, String address) {}

    /** The first usable address of a header. */
    public static Optional<Named> first(@Nullable String header) {
        return parsed(header)
                .flatMap(address ->
                        EmailAddress.normalise(address.getAddress())
                                .map(normal -> new Named(name(address, normal), normal))
                                .stream())
                .findFirst();
    }

    /** Addresses as they stand, letter by letter, at most 50 of a header. */
    static List<String> all(List<String> headers) {
        return headers.stream()
                .flatMap(header -> parsed(header).limit(MOST))
                .map(InternetAddress::getAddress)
                .filter(Objects::nonNull)
                .toList();
    }

    /** How many addresses a header names. */
    public static long count(String header) {
        return parsed(header).count();
    }

    /** A header's value with its encoded words read. */
    public static String decoded(@Nullable String header) {
        return HeaderText.decoded(header);
    }

    private static @Nullable String name(InternetAddress address, String normal) {
        var name = Words.line(HeaderText.decoded(address.getPersonal()), LONGEST_NAME);
        return name.isEmpty() || name.equalsIgnoreCase(normal) ? null : name;
    }

    private static Stream<InternetAddress> parsed(@Nullable String header) {
        if (header == null) {
            return Stream.empty();
        }
        try {
            return Arrays.stream(InternetAddress.parseHeader(header, false));
        } catch (AddressException e) {
            return Arrays.stream(header.split(",", MOST + 1)).limit(MOST).flatMap(Addresses::bare);
        }
    }

    private static Stream<InternetAddress> bare(String piece) {
        var from = piece.lastIndexOf('<');
        var to = piece.indexOf('>', from + 1);
        var address = new InternetAddress();
        address.setAddress(
                from >= 0 && to > from ? piece.substring(from + 1, to).strip() : piece.strip());
        return Stream.of(address);
    }
}
