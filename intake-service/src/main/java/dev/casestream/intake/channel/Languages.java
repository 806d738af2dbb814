package dev.casestream.intake.channel;

import com.github.pemistahl.lingua.api.Language;
import com.github.pemistahl.lingua.api.LanguageDetector;
import com.github.pemistahl.lingua.api.LanguageDetectorBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells the language of a text, or that it cannot be told. */
@ApplicationScoped
public class Languages {

    private static final int SHORTEST = 20;
    private static final int ENOUGH = 2_000;
    private static final double GAP = 0.04;

    private final LanguageDetector detector = LanguageDetectorBuilder.fromLanguages(
                    Language.ENGLISH,
                    Language.DANISH,
                    Language.SWEDISH,
                    Language.BOKMAL,
                    Language.RUSSIAN,
                    Language.GERMAN,
                    Language.FRENCH,
                    Language.SPANISH)
            .withMinimumRelativeDistance(GAP)
            .withLowAccuracyMode()
            .build();

    /** @param hint what the sender said, as BCP 47; wins if it is one */
    public @Nullable String of(String text, @Nullable String hint) {
        var said = hint == null
                ? ""
                : Locale.forLanguageTag(hint.strip().replace('_', '-')).getLanguage();
        if (!said.isEmpty()) {
            return Locale.forLanguageTag(hint == null ? said : hint.strip().replace('_', '-'))
                    .toLanguageTag();
        }
        if (text.strip().length() < SHORTEST) {
            return null;
        }
        var language = detector.detectLanguageOf(text.length() <= ENOUGH ? text : text.substring(0, ENOUGH));
        return language == Language.UNKNOWN
                ? null
                : language.getIsoCode639_1().toString().toLowerCase(Locale.ROOT);
    }
}
