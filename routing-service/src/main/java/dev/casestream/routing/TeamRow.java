package dev.casestream.routing;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A team as configured. */
@Entity
@Table(name = "team")
class TeamRow {

    @Id
    String id = "";

    String name = "";
    long version;
    boolean retired;
}
