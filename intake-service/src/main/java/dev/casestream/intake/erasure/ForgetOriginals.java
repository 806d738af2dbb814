package dev.casestream.intake.erasure;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.store.ContentStore;
import dev.casestream.chassis.store.FileRemoval;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Removes erased originals from the store, unless another arrival is the same. */
@ApplicationScoped
class ForgetOriginals {

    private static final String NEEDED = "EXISTS (SELECT FROM raw_message r WHERE r.hash = f.hash AND r.body IS NULL)";

    private final FileRemoval removal;

    ForgetOriginals(Tx tx, ContentStore store, @ConfigProperty(name = "casestream.attachments.grace") Duration grace) {
        removal = new FileRemoval(tx, store, grace, "forgotten_original", NEEDED);
    }

    @Scheduled(every = "${casestream.attachments.forget-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return removal.removeDue();
    }
}
