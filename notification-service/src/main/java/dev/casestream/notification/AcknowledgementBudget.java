package dev.casestream.notification;

import dev.casestream.chassis.data.Work;
import dev.casestream.notification.domain.LoopBudget;
import dev.casestream.notification.domain.MailAddress;
import dev.casestream.notification.domain.Purpose;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Counts acknowledgements by the hour, so that no two machines can keep each other busy through us. */
@ApplicationScoped
class AcknowledgementBudget {

    private final LoopBudget budget;

    AcknowledgementBudget(AcknowledgementSettings settings) {
        this.budget = settings.budget();
    }

    /** Counts the acknowledgements among some deliveries; answers which of them are too many. */
    Uni<Set<UUID>> exceeded(Work work, List<Due> due) {
        var scopes = new LinkedHashMap<UUID, Scopes>();
        due.stream()
                .filter(one -> one.purpose() == Purpose.ACKNOWLEDGEMENT && one.attempt() == 1)
                .filter(one -> one.address() != null)
                .forEach(one -> MailAddress.of(Objects.requireNonNull(one.address()))
                        .ifPresent(address -> scopes.put(one.id(), Scopes.of(address))));
        return scopes.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : count(work, scopes).map(counted -> exceeded(scopes, counted));
    }

    /** How many there were of each scope before these. */
    private static Uni<Map<String, Integer>> count(Work work, Map<UUID, Scopes> scopes) {
        var all = new ArrayList<String>();
        scopes.values().forEach(of -> {
            all.add(of.address());
            all.add(of.domain());
        });
        return work.query("""
                        INSERT INTO acknowledgement_budget AS b (scope, hour, used)
                        SELECT scope, date_trunc('hour', clock_timestamp()), count(*) FROM unnest($1::text[]) scope
                        GROUP BY scope ORDER BY scope
                        ON CONFLICT (scope, hour) DO UPDATE SET used = b.used + excluded.used
                        RETURNING scope, used""", (Object) all.toArray(String[]::new)).map(rows -> {
            var before = new HashMap<String, Integer>();
            rows.forEach(row -> before.put(row.getString("scope"), row.getInteger("used")));
            all.forEach(scope -> before.merge(scope, -1, Integer::sum));
            return before;
        });
    }

    private Set<UUID> exceeded(Map<UUID, Scopes> scopes, Map<String, Integer> used) {
        return scopes.entrySet().stream()
                .filter(one -> !budget.allows(
                        Objects.requireNonNull(used.merge(one.getValue().address(), 1, Integer::sum)),
                        Objects.requireNonNull(used.merge(one.getValue().domain(), 1, Integer::sum))))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** What is counted, hashed: an address must not outlive its erasure here. */
    private record Scopes(String address, String domain) {

        static Scopes of(MailAddress address) {
            return new Scopes(sha256(address.toString().toLowerCase(Locale.ROOT)), sha256("@" + address.domain()));
        }

        private static String sha256(String text) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
