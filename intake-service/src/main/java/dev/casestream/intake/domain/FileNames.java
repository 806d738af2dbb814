package dev.casestream.intake.domain;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * File names as senders give them, made harmless: normalised before anything is judged, without path, control, invisible
 * and direction-changing characters. Files are stored by their hash, never under these names.
 */
public final class FileNames {

    private static final int LONGEST = 150;

    private FileNames() {}

    public static String clean(@Nullable String given, String otherwise) {
        if (given == null) {
            return otherwise;
        }
        var name = Normalizer.normalize(given, Normalizer.Form.NFKC)
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]+", "")
                .replace('\\', '/');
        name = name.substring(name.lastIndexOf('/') + 1)
                .replaceAll("[<>:\"|?*]", "_")
                .replaceAll("\\s+", " ")
                .replaceAll("^[ .]+|[ .]+$", "");
        return name.isEmpty() ? otherwise : name.length() <= LONGEST ? name : shortened(name);
    }

    private static String shortened(String name) {
        var dot = name.lastIndexOf('.');
        var extension = dot > 0 && name.length() - dot <= 12 ? name.substring(dot) : "";
        return Words.line(name, LONGEST - extension.length()) + extension;
    }
}
