package dev.casestream.ticket.bulk;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Does things later as the one who asked for them, with what that one was allowed then. */
@ApplicationScoped
class OnBehalf {

    private final Vertx vertx;
    private final CurrentIdentityAssociation identities;

    OnBehalf(Vertx vertx, CurrentIdentityAssociation identities) {
        this.vertx = vertx;
        this.identities = identities;
    }

    /** Who asked, as far as decisions depend on it. */
    record Asker(String id, Set<String> roles, Set<String> teams, String email) implements JsonWebToken {

        @Override
        public String getName() {
            return id;
        }

        @Override
        public Set<String> getClaimNames() {
            return Set.of("teams", "email");
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> @Nullable T getClaim(String name) {
            return switch (name) {
                case "teams" -> (T) teams;
                case "email" -> (T) email;
                default -> null;
            };
        }

        private SecurityIdentity identity() {
            return QuarkusSecurityIdentity.builder()
                    .setPrincipal(this)
                    .addRoles(roles)
                    .build();
        }
    }

    /** Runs something as a request of its own, in a context of its own. */
    <T> Uni<T> of(Asker asker, Supplier<Uni<T>> act) {
        return Uni.createFrom().emitter(emitter -> {
            var context = VertxContext.createNewDuplicatedContext(((VertxInternal) vertx).createEventLoopContext());
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(ignored -> {
                var request = Arc.container().requestContext();
                request.activate();
                identities.setIdentity(asker.identity());
                Uni.createFrom()
                        .deferred(act::get)
                        .onTermination()
                        .invoke(request::terminate)
                        .subscribe()
                        .with(emitter::complete, emitter::fail);
            });
        });
    }
}
