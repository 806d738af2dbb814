package dev.casestream.chassis.security;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who sends the request at hand, by the bearer token alone. */
@RequestScoped
public class Caller {

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    public boolean isAnonymous() {
        return identity.isAnonymous();
    }

    /** The token's subject: an agent's id, a customer's id, a machine's name; {@code anonymous} without one. */
    public String id() {
        return isAnonymous() ? "anonymous" : identity.getPrincipal().getName();
    }

    public boolean is(String role) {
        return identity.hasRole(role);
    }

    public boolean isAny(String... roles) {
        return Set.of(roles).stream().anyMatch(identity::hasRole);
    }

    /** Admins and owners, who see every ticket. */
    public boolean seesAll() {
        return isAny(Roles.ADMIN, Roles.OWNER, Roles.SERVICE);
    }

    /** The teams that the token's {@code teams} claim names. */
    public Set<String> teams() {
        if (identity.getPrincipal() instanceof JsonWebToken token
                && token.getClaim("teams") instanceof Collection<?> teams) {
            return teams.stream().map(Caller::text).collect(Collectors.toUnmodifiableSet());
        }
        return Set.of();
    }

    /** The {@code email} claim, or empty. */
    public String email() {
        return identity.getPrincipal() instanceof JsonWebToken token && token.getClaim("email") instanceof String email
                ? email
                : "";
    }

    /** For the envelope: {@code agent:<id>}, {@code customer:<id>}, {@code bot:<id>}, {@code service:<id>}. */
    public String actor() {
        if (is(Roles.CUSTOMER)) {
            return "customer:" + id();
        }
        if (is(Roles.BOT)) {
            return "bot:" + id();
        }
        return is(Roles.SERVICE) || isAnonymous() ? "service:" + id() : "agent:" + id();
    }

    private static String text(Object claim) {
        return claim instanceof jakarta.json.JsonString string ? string.getString() : claim.toString();
    }
}
