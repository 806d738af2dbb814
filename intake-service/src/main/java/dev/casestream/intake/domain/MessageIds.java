package dev.casestream.intake.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Message-IDs (RFC 5322) in one spelling: no brackets, no white space, domain in lower case. */
public final class MessageIds {

    private static final int LONGEST = 998;
    private static final int LONGEST_AS_IT_IS = 250;

    private MessageIds() {}

    /** Empty for what names nothing: an empty or oversized id. */
    public static Optional<String> normalise(@Nullable String id) {
        if (id == null) {
            return Optional.empty();
        }
        var bare = id.replaceAll("[\\s\\p{Cntrl}<>]+", "");
        var at = bare.lastIndexOf('@');
        var one = at < 0 ? bare : bare.substring(0, at) + bare.substring(at).toLowerCase(Locale.ROOT);
        return one.length() < 3 || one.length() > LONGEST ? Optional.empty() : Optional.of(indexable(one));
    }

    /** The id itself, or a hash for one that may take more than an index of the database can hold. */
    private static String indexable(String id) {
        return id.length() <= LONGEST_AS_IT_IS && id.chars().allMatch(c -> c > ' ' && c < 0x7f) ? id : hash(id);
    }

    private static String hash(String id) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The ids of a References or In-Reply-To header in their order, at most the last 50. */
    public static List<String> all(@Nullable String header) {
        var ids = new ArrayList<String>();
        for (var word : header == null ? new String[0] : header.split("(?<=>)|[\\s,]+")) {
            if (word.contains("@")) {
                normalise(word).ifPresent(ids::add);
            }
        }
        return List.copyOf(ids.subList(Math.max(0, ids.size() - 50), ids.size()));
    }
}
