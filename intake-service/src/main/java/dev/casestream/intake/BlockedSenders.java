package dev.casestream.intake;

import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.CustomerProfile;
import dev.casestream.contracts.CustomerProfile.Identity;
import dev.casestream.contracts.InquiryEvent.Sender;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** By what they write from whose requests are held back. */
@ApplicationScoped
public class BlockedSenders {

    static final String REASON = "blocked-sender";

    private static final String ADD = """
            INSERT INTO blocked_sender (customer_id, type, value)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) ORDER BY 2, 3, 1 ON CONFLICT DO NOTHING""";

    private static final String AMONG = """
            SELECT DISTINCT number FROM unnest($1::integer[], $2::text[], $3::text[]) AS sender(number, type, value)
            JOIN blocked_sender USING (type, value)""";

    private record One(UUID customer, Identity identity) {}

    private record Written(int number, Identity identity) {}

    /** Somebody who wrote, and through which channel. */
    public record Writer(Sender sender, String channel) {}

    /** @param known who may have been blocked before; those who are now are in the other list */
    Uni<Void> replace(Work work, Collection<UUID> known, List<CustomerProfile> blocked) {
        var ones = blocked.stream()
                .flatMap(profile ->
                        profile.identities().stream().map(identity -> new One(profile.customerId(), identity)))
                .toList();
        return work.update(
                        "DELETE FROM blocked_sender WHERE customer_id = ANY($1)", (Object) known.toArray(UUID[]::new))
                .chain(() -> ones.isEmpty()
                        ? Uni.createFrom().item(0)
                        : work.update(
                                ADD,
                                ones.stream().map(One::customer).toArray(UUID[]::new),
                                texts(ones, one -> one.identity().type()),
                                texts(ones, one -> one.identity().value())))
                .replaceWithVoid();
    }

    Uni<Boolean> has(Work work, Writer writer) {
        return among(work, List.of(writer)).map(found -> !found.isEmpty());
    }

    /** @return the places of those who are blocked */
    public Uni<Set<Integer>> among(Work work, List<Writer> writers) {
        var written = new ArrayList<Written>();
        for (int i = 0; i < writers.size(); i++) {
            for (var identity :
                    Identity.of(writers.get(i).sender(), writers.get(i).channel())) {
                written.add(new Written(i, identity));
            }
        }
        return work.query(
                        AMONG,
                        written.stream().map(Written::number).toArray(Integer[]::new),
                        texts(written, one -> one.identity().type()),
                        texts(written, one -> one.identity().value()))
                .map(rows -> rows.stream().map(row -> row.getInteger("number")).collect(Collectors.toSet()));
    }

    private static <T> String[] texts(List<T> things, Function<T, String> text) {
        return things.stream().map(text).toArray(String[]::new);
    }
}
