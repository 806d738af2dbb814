package dev.casestream.intake.imap;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.events.Ids;
import dev.casestream.intake.TakeMail;
import dev.casestream.intake.store.Originals;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Keeps an importer for every mailbox that has a file {@code <casestream.imap.dir>/<name>.properties}, with
 * {@code host}, {@code port}, {@code tls}, {@code user}, {@code password} or {@code oauth2.*}, {@code folder},
 * {@code address} and {@code start}. Files may come, change and go while it runs.
 */
@ApplicationScoped
public class ImportMail {

    private static final Logger LOG = Logger.getLogger(ImportMail.class);

    private final String owner = Ids.next().toString();
    private final Optional<Path> directory;
    private final Tx tx;
    private final Cursor cursor;
    private final TakeMail takeMail;
    private final Originals originals;
    private final Map<String, Mailbox> mailboxes = new ConcurrentHashMap<>();

    ImportMail(
            @ConfigProperty(name = "casestream.imap.dir") Optional<Path> directory,
            Tx tx,
            Cursor cursor,
            TakeMail takeMail,
            Originals originals) {
        this.directory = directory;
        this.tx = tx;
        this.cursor = cursor;
        this.takeMail = takeMail;
        this.originals = originals;
    }

    /** The mailboxes by name, and whether each is up. */
    public Map<String, Boolean> states() {
        var states = new TreeMap<String, Boolean>();
        mailboxes.forEach((name, mailbox) -> states.put(name, mailbox.isUp()));
        return states;
    }

    Mailbox mailbox(ImapAccount account, String as) {
        return new Mailbox(account, as, tx, cursor, takeMail, originals);
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void keepUp() throws IOException {
        var wanted = accounts();
        mailboxes.forEach((name, mailbox) -> {
            if (!mailbox.account().equals(wanted.get(name)) && mailboxes.remove(name, mailbox)) {
                mailbox.close();
            }
        });
        wanted.forEach((name, account) -> mailboxes.computeIfAbsent(name, ignored -> started(account)));
        mailboxes.values().forEach(Mailbox::renew);
    }

    void stop(@Observes ShutdownEvent event) {
        mailboxes.values().forEach(Mailbox::close);
    }

    private Mailbox started(ImapAccount account) {
        var mailbox = mailbox(account, owner);
        Thread.ofPlatform().name("mailbox-" + account.name()).daemon().start(mailbox);
        return mailbox;
    }

    private Map<String, ImapAccount> accounts() throws IOException {
        var accounts = new TreeMap<String, ImapAccount>();
        for (var file : files()) {
            try {
                var account = ImapAccount.read(file);
                accounts.put(account.name(), account);
            } catch (RuntimeException e) {
                LOG.errorf("The mailbox of %s cannot be imported: %s", file.getFileName(), e.getMessage());
            }
        }
        return accounts;
    }

    private List<Path> files() throws IOException {
        if (directory.isEmpty() || !Files.isDirectory(directory.get())) {
            return List.of();
        }
        try (var files = Files.list(directory.get())) {
            return files.filter(file -> file.getFileName().toString().matches("[a-z0-9][a-z0-9_-]{0,63}\\.properties"))
                    .toList();
        }
    }
}
