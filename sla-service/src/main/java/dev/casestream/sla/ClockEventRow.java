package dev.casestream.sla;

import dev.casestream.chassis.events.Codec;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.sla.domain.Explanation.Entry;
import dev.casestream.sla.domain.Explanation.Trigger;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Arrays;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** Something said of a clock, as it is kept. */
@Entity
@Immutable
@Table(name = "clock_event")
@IdClass(ClockEventRow.Key.class)
class ClockEventRow {

    record Key(UUID ticketId, long version) {}

    @Id
    UUID ticketId;

    @Id
    long version;

    UUID clockId;
    String type;
    String data;

    @Nullable
    UUID causeId;

    String causeType;

    @SuppressWarnings("NullAway.Init")
    ClockEventRow() {}

    Entry entry() {
        var record = Arrays.stream(SlaEvent.class.getPermittedSubclasses())
                .filter(candidate -> candidate.getSimpleName().equals(type))
                .findFirst()
                .orElseThrow();
        return new Entry((SlaEvent) Codec.read(data, record), new Trigger(causeId, causeType));
    }
}
