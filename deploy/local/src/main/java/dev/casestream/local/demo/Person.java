package dev.casestream.local.demo;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Somebody who could have written in a language. */
record Person(String name, String email) {
    private static final Map<String, List<String>> NAMES = Map.of(
            "en", List.of("Grace Turner", "Owen Clarke", "Priya Shah", "Liam Murphy", "Chloe Bennett"),
            "da", List.of("Søren Kjær", "Mette Østergaard", "Anders Holm", "Freja Lund"),
            "sv", List.of("Åsa Lindgren", "Björn Ekström", "Elin Sjöberg", "Nils Hedlund"),
            "nb", List.of("Ingrid Bakke", "Håkon Solberg", "Marte Ødegård", "Eirik Dahl"),
            "ru", List.of("Анна Соколова", "Игорь Лебедев", "Мария Орлова", "Павел Зайцев"));

    private static final Map<String, String> LATIN = Map.ofEntries(
            Map.entry("Анна Соколова", "Anna Sokolova"),
            Map.entry("Игорь Лебедев", "Igor Lebedev"),
            Map.entry("Мария Орлова", "Maria Orlova"),
            Map.entry("Павел Зайцев", "Pavel Zaitsev"));

    /** A person with an address of their own. */
    static Person writing(String language, RandomGenerator random) {
        var names = Objects.requireNonNull(NAMES.get(language), language);
        var name = names.get(random.nextInt(names.size()));
        var latin = LATIN.getOrDefault(name, name)
                .replace("ø", "o")
                .replace("Ø", "O")
                .replace("æ", "ae");
        var plain = Normalizer.normalize(latin, Normalizer.Form.NFD).replaceAll("[^A-Za-z ]", "");
        var address = plain.toLowerCase(Locale.ROOT).replace(' ', '.') + "." + random.nextInt(100_000, 1_000_000);
        return new Person(name, address + "@example.com");
    }

    String mailbox() {
        return "\"" + name + "\" <" + email + ">";
    }
}
