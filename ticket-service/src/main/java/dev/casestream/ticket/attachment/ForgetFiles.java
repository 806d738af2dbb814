package dev.casestream.ticket.attachment;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.store.ContentStore;
import dev.casestream.ticket.attachment.ForgottenFiles.Forgotten;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Removes the files of erased tickets from the store, on any replica. */
@ApplicationScoped
class ForgetFiles {

    private static final Logger LOG = Logger.getLogger(ForgetFiles.class);
    private static final int AT_ONCE = 20;

    private final Tx tx;
    private final ForgottenFiles files;
    private final ContentStore store;
    private final Duration grace;

    ForgetFiles(
            Tx tx,
            ForgottenFiles files,
            ContentStore store,
            @ConfigProperty(name = "casestream.attachments.grace") Duration grace) {
        this.tx = tx;
        this.files = files;
        this.store = store;
        this.grace = grace;
    }

    @Scheduled(every = "${casestream.attachments.forget-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return tx.run(work -> files.claim(work, AT_ONCE))
                .flatMap(claimed -> Multi.createFrom()
                        .iterable(claimed)
                        .onItem()
                        .transformToUniAndConcatenate(this::forget)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** One that was put lately may belong to a request that is still on its way: it is looked at again later. */
    private Uni<Void> forget(Forgotten file) {
        var gone = file.needed()
                ? Uni.createFrom().item(true)
                : AttachmentResource.blocking(
                        () -> store.forget(file.hash(), file.now().minus(grace)));
        return gone.flatMap(done -> done
                        ? tx.run(work -> files.done(work, file.hash()))
                        : Uni.createFrom().voidItem())
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("A file of an erased ticket stays for now: %s", failure);
                    return null;
                });
    }
}
