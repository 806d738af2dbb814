package dev.casestream.intake.channel;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Telephone numbers in one spelling: E.164. */
final class Phones {

    private Phones() {}

    /** A number that providers write without its plus; null for what is none. */
    static @Nullable String international(String digits) {
        return normalise("+" + digits, null).orElse(null);
    }

    /** @param locale whose country a number without a country code is taken to be of */
    static Optional<String> normalise(String given, @Nullable String locale) {
        var country = locale == null ? "" : Locale.forLanguageTag(locale).getCountry();
        var numbers = PhoneNumberUtil.getInstance();
        try {
            var number = numbers.parse(given, country.isEmpty() ? null : country);
            return numbers.isPossibleNumber(number)
                    ? Optional.of(numbers.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
