package dev.casestream.intake;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.intake.TakeMail.Mail;
import dev.casestream.intake.erasure.Erasures;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that take many mails in at once, to be read later; what {@link Ledger} says of one holds for each. */
@ApplicationScoped
class ArrivalRows {

    private static final String TAKE = """
            WITH given AS (
                SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[],
                                     $8::bytea[], $9::text[])
                AS g(id, channel, account, content_type, hash, size, circumstances, body, dedupe_key)
                CROSS JOIN (SELECT clock_timestamp() AS now) n
                ORDER BY dedupe_key, id),
            raw AS (
                INSERT INTO raw_message (inquiry_id, received_at, content_type, hash, size, circumstances, body)
                SELECT id, now, content_type, hash, size, circumstances, body FROM given)
            INSERT INTO inquiry (id, received_at, channel, account, outcome, dedupe_key, read_after)
            SELECT id, now, channel, account, 'pending', dedupe_key, now FROM given
            ON CONFLICT (dedupe_key) DO NOTHING""";

    /** Those that were not the first. */
    private static final String AGAIN = """
            INSERT INTO inquiry (id, received_at, channel, account, outcome, duplicate_of)
            SELECT r.inquiry_id, r.received_at, g.channel, g.account, 'duplicate', f.id
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS g(id, channel, account, dedupe_key)
            JOIN raw_message r ON r.inquiry_id = g.id
            JOIN inquiry f ON f.dedupe_key = g.dedupe_key AND f.id <> g.id
            RETURNING id, duplicate_of""";

    private final Erasures erasures;

    ArrivalRows(Erasures erasures) {
        this.erasures = erasures;
    }

    /** @return what became of each, in their order */
    Uni<List<Receipt>> take(Work work, List<Mail> mails) {
        var ids = mails.stream().map(mail -> mail.arrival().id()).toArray(UUID[]::new);
        var channels = texts(mails, mail -> mail.arrival().channel());
        var accounts = texts(mails, mail -> mail.arrival().account());
        var keys = texts(mails, Mail::dedupeKey);
        return work.update(
                        TAKE,
                        ids,
                        channels,
                        accounts,
                        texts(mails, mail -> mail.arrival().contentType()),
                        texts(mails, mail -> mail.arrival().original().hash()),
                        mails.stream()
                                .map(mail -> mail.arrival().original().size())
                                .toArray(Long[]::new),
                        texts(mails, mail -> Codec.write(mail.arrival().circumstances())),
                        mails.stream().map(ArrivalRows::body).toArray(Buffer[]::new),
                        keys)
                .flatMap(fresh -> fresh == mails.size()
                        ? Uni.createFrom().item(List.<Row>of())
                        : work.query(AGAIN, ids, channels, accounts, keys)
                                .call(again -> erasures.eraseAgain(
                                        work,
                                        again.stream()
                                                .map(row -> row.getUUID("id"))
                                                .toList())))
                .map(again -> {
                    var firsts = again.stream()
                            .collect(Collectors.toMap(row -> row.getUUID("id"), row -> row.getUUID("duplicate_of")));
                    return mails.stream()
                            .map(mail -> mail.arrival().id())
                            .map(id -> new Receipt(firsts.getOrDefault(id, id), firsts.containsKey(id), null))
                            .toList();
                });
    }

    private static @Nullable Buffer body(Mail mail) {
        var inline = mail.arrival().original().inline();
        return inline == null ? null : Buffer.buffer(inline);
    }

    private static @Nullable String[] texts(List<Mail> mails, Function<Mail, @Nullable String> text) {
        return mails.stream().map(text).toArray(String[]::new);
    }
}
