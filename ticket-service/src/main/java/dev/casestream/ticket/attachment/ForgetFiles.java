package dev.casestream.ticket.attachment;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.store.ContentStore;
import dev.casestream.chassis.store.FileRemoval;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Removes the files of erased tickets from the store, unless another ticket has the same. */
@ApplicationScoped
class ForgetFiles {

    private static final String NEEDED = """
            EXISTS (SELECT FROM attachment a WHERE a.hash = f.hash)
            OR EXISTS (SELECT FROM message m WHERE m.attachments <> '[]'
                       AND m.attachments @> jsonb_build_array(jsonb_build_object('hash', f.hash)))""";

    private final FileRemoval removal;

    ForgetFiles(Tx tx, ContentStore store, @ConfigProperty(name = "casestream.attachments.grace") Duration grace) {
        removal = new FileRemoval(tx, store, grace, "forgotten_file", NEEDED);
    }

    @Scheduled(every = "${casestream.attachments.forget-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return removal.removeDue();
    }
}
