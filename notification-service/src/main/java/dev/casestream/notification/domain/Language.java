package dev.casestream.notification.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The languages that we write to customers in. */
public enum Language {
    EN,
    DA,
    SV,
    NB,
    RU,
    DE;

    /** The first of some BCP 47 tags that is a language of ours; English when none is. */
    public static Language firstOf(@Nullable String... tags) {
        return Arrays.stream(tags)
                .filter(Objects::nonNull)
                .flatMap(tag -> of(tag).stream())
                .findFirst()
                .orElse(EN);
    }

    /** The language of a BCP 47 tag; Norwegian of any kind is Bokmål. */
    public static Optional<Language> of(String tag) {
        var primary = tag.strip().toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
        var code = List.of("no", "nn").contains(primary) ? "nb" : primary;
        return Arrays.stream(values())
                .filter(language -> language.tag().equals(code))
                .findFirst();
    }

    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
