package dev.casestream.ticket.customer;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A person as they lie in the tables; written by {@link Customers}, read here. */
@Entity
@Immutable
@Table(name = "customer")
public class CustomerRow {

    @Id
    public @Nullable UUID id;

    public long version;
    public @Nullable String name;
    public @Nullable String language;
    public @Nullable String timeZone;
    public @Nullable UUID organisation;
    public boolean vip;
    public boolean blocked;
    public String preferences = "{}";
    public @Nullable UUID mergedInto;
    public @Nullable Instant erasedAt;
    public @Nullable Instant createdAt;
    public @Nullable Instant updatedAt;

    @ElementCollection
    @CollectionTable(name = "customer_identity", joinColumns = @JoinColumn(name = "customer_id"))
    public Set<IdentityRow> identities = new HashSet<>();

    @ElementCollection
    @CollectionTable(name = "customer_reference", joinColumns = @JoinColumn(name = "customer_id"))
    public Set<ReferenceRow> references = new HashSet<>();

    /** What they are called in another system. */
    @Embeddable
    public record ReferenceRow(String system, String value) {}

    /** One way to reach or recognise them. */
    @Embeddable
    public record IdentityRow(String type, String value, boolean verified) {}
}
