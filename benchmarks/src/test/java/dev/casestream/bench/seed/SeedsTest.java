package dev.casestream.bench.seed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.chassis.events.Codec;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Topic;
import dev.casestream.ticket.domain.Ticket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeedsTest {
    private static final int SAMPLE = 2_000;

    @Test
    void rows_are_what_their_events_fold_to() {
        for (long index = 0; index < SAMPLE; index++) {
            var seed = Seeds.ticket(index);
            var folded =
                    Ticket.fold(seed.events().stream().map(Envelope::require).toList());
            var row = seed.ticket();
            assertThat(List.of(
                            folded.id(),
                            folded.number(),
                            (int) folded.version(),
                            folded.status(),
                            folded.triage().priority(),
                            folded.triage().level(),
                            folded.customerId(),
                            folded.channel(),
                            folded.createdAt(),
                            folded.updatedAt()))
                    .isEqualTo(List.of(
                            row.get(0),
                            row.get(1),
                            row.get(2),
                            row.get(4),
                            row.get(5),
                            row.get(7),
                            row.get(11),
                            row.get(12),
                            row.get(17),
                            row.get(18)));
            assertThat(row.get(6)).isEqualTo(folded.triage().category());
            assertThat(row.get(8))
                    .isEqualTo("{" + String.join(",", folded.triage().tags()) + "}");
            assertThat(row.get(9)).isEqualTo(folded.assignment().team());
            assertThat(row.get(10)).isEqualTo(folded.assignment().agent());
            assertThat(row.get(19)).isEqualTo(folded.solvedAt());
            assertThat(row.get(20)).isEqualTo(folded.closedAt());
        }
    }

    @Test
    void tickets_of_every_fate_come_up() {
        var statuses = LongStream.range(0, SAMPLE)
                .mapToObj(Seeds::ticket)
                .map(seed -> seed.events().getLast().require().status().name())
                .collect(Collectors.toSet());
        assertThat(statuses).containsExactlyInAnyOrder("NEW", "OPEN", "SOLVED", "CLOSED");
    }

    @Test
    void every_id_is_its_own_and_versions_count_from_one() {
        var ids = new HashSet<Object>();
        for (long index = 0; index < SAMPLE; index++) {
            var seed = Seeds.ticket(index);
            assertThat(ids.add(seed.opened().ticketId())).isTrue();
            assertThat(ids.add(seed.text().id())).isTrue();
            long version = 0;
            for (var event : seed.events()) {
                assertThat(ids.add(event.id())).isTrue();
                assertThat(event.version()).isEqualTo(++version);
            }
        }
    }

    @Test
    void events_can_be_read_by_those_who_listen() throws Codec.UnreadableException {
        var seed = Seeds.ticket(9);
        for (var event : seed.events()) {
            assertThat(read(Topic.TICKETS, event)).isEqualTo(event);
        }
        assertThat(read(Topic.MESSAGES, seed.text())).isEqualTo(seed.text());
        assertThat(read(Topic.CUSTOMERS, Seeds.profile(3))).isEqualTo(Seeds.profile(3));
    }

    private static Envelope<?> read(Topic topic, Envelope<?> event) throws Codec.UnreadableException {
        return Codec.decode(
                        topic,
                        Codec.headers(event),
                        Codec.write(event.require()).getBytes(StandardCharsets.UTF_8))
                .envelope();
    }

    @Test
    void copied_text_is_escaped() {
        var out = new StringBuilder();
        CopyText.line(out, java.util.Arrays.asList("a\tb\\c\nd", null, 7));
        assertThat(out).hasToString("a\\tb\\\\c\\nd\t\\N\t7\n");
    }
}
