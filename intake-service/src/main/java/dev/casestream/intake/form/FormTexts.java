package dev.casestream.intake.form;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The form's words in the languages of our users. */
@ApplicationScoped
class FormTexts {

    static final List<String> LANGUAGES = List.of("en", "da", "sv", "nb", "ru", "de");

    private static final ResourceBundle.Control AS_GIVEN =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Map<String, Map<String, String>> byLanguage =
            LANGUAGES.stream().collect(Collectors.toUnmodifiableMap(language -> language, FormTexts::read));

    Map<String, String> of(String language) {
        return byLanguage.getOrDefault(language, Map.of());
    }

    /** What is asked for, else what the browser prefers, else English. */
    String language(@Nullable String asked, HttpHeaders headers) {
        if (asked != null && LANGUAGES.contains(asked)) {
            return asked;
        }
        return headers.getAcceptableLanguages().stream()
                .map(Locale::getLanguage)
                .map(language -> language.equals("no") || language.equals("nn") ? "nb" : language)
                .filter(LANGUAGES::contains)
                .findFirst()
                .orElse("en");
    }

    private static Map<String, String> read(String language) {
        var bundle = ResourceBundle.getBundle("form.texts", Locale.of(language), AS_GIVEN);
        var texts = new TreeMap<String, String>();
        bundle.keySet().forEach(key -> texts.put(key, bundle.getString(key)));
        return texts;
    }
}
