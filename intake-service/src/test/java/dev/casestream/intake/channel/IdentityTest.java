package dev.casestream.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {

    private static final Languages LANGUAGES = new Languages();

    @ParameterizedTest
    @CsvSource({
        "+47 22 22 55 55,,+4722225555",
        "22 22 55 55,nb-NO,+4722225555",
        "0045 33 12 34 56,da-DK,+4533123456",
        "8 (495) 123-45-67,ru-RU,+74951234567"
    })
    void telephone_numbers_have_one_spelling(String given, @Nullable String locale, String normal) {
        assertThat(Phones.normalise(given, locale)).contains(normal);
    }

    @Test
    void what_is_no_telephone_number_is_none() {
        assertThat(Phones.normalise("call me", "da-DK")).isEmpty();
        assertThat(Phones.normalise("22 22 55 55", null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "en,The invoice that you sent me last week is wrong and I would like a new one.",
        "da,Jeg har ikke modtaget min faktura endnu og vil gerne have den tilsendt hurtigst muligt.",
        "sv,Jag har inte fått min faktura ännu och skulle vilja få den skickad så snart som möjligt.",
        "ru,Я до сих пор не получил счёт и хотел бы получить его как можно скорее.",
        "de,Ich habe meine Rechnung noch nicht erhalten und möchte sie so schnell wie möglich bekommen."
    })
    void languages_are_told_apart(String language, String text) {
        assertThat(LANGUAGES.of(text, null)).isEqualTo(language);
    }

    @Test
    void what_the_sender_says_wins_and_too_little_says_nothing() {
        var english = "Where is my order? I have been waiting for weeks.";
        assertThat(LANGUAGES.of(english, "nb_NO")).isEqualTo("nb-NO");
        assertThat(LANGUAGES.of("ok", null)).isNull();
        assertThat(LANGUAGES.of(english, "???")).isEqualTo("en");
    }
}
