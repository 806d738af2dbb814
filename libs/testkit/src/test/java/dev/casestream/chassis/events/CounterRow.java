package dev.casestream.chassis.events;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An aggregate as small as can be: a version under a lock. */
@Entity
@Table(name = "counter")
class CounterRow {
    @Id
    String id = "";

    long version;
}
