package dev.casestream.intake.domain;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Human ticket numbers in subjects, as {@code CS-1042}. */
public final class TicketNumbers {

    private static final Pattern NUMBER = Pattern.compile("(?<![\\w-])CS-([1-9][0-9]{0,11})(?![\\w-])");

    private TicketNumbers() {}

    /** The first number that a subject names. */
    public static @Nullable String in(String subject) {
        var match = NUMBER.matcher(subject);
        return match.find() ? match.group() : null;
    }
}
