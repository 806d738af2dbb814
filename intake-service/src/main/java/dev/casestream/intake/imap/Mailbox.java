package dev.casestream.intake.imap;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.store.ContentStore.TooLargeException;
import dev.casestream.intake.TakeMail;
import dev.casestream.intake.imap.Cursor.Position;
import dev.casestream.intake.store.Original;
import dev.casestream.intake.store.Originals;
import jakarta.mail.FetchProfile;
import jakarta.mail.Folder;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Imports one mailbox while this process has its lease: by UID, never by the Seen flag, and at once by IDLE. */
final class Mailbox implements Runnable, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Mailbox.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);
    private static final int BATCH = 200;

    private final ImapAccount account;
    private final String owner;
    private final Tx tx;
    private final Cursor cursor;
    private final TakeMail takeMail;
    private final Originals originals;
    private final AccessTokens tokens = new AccessTokens();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable IMAPStore store;
    private volatile @Nullable IMAPFolder idling;
    private volatile long idleSince;
    private volatile boolean up = true;

    Mailbox(ImapAccount account, String owner, Tx tx, Cursor cursor, TakeMail takeMail, Originals originals) {
        this.account = account;
        this.owner = owner;
        this.tx = tx;
        this.cursor = cursor;
        this.takeMail = takeMail;
        this.originals = originals;
    }

    ImapAccount account() {
        return account;
    }

    /** Whether it could be reached lately, by this process if it is the one that imports. */
    boolean isUp() {
        return up;
    }

    @Override
    public void run() {
        var pause = Duration.ofSeconds(1);
        while (stopped.getCount() > 0) {
            try {
                if (cursor.lease(account.name(), owner).await().atMost(PATIENCE).isPresent()) {
                    importUntilItEnds();
                }
                up = true;
                pause = Duration.ofSeconds(1);
            } catch (MessagingException | IOException | RuntimeException e) {
                if (stopped.getCount() == 0) {
                    LOG.debugf("Mailbox %s was closed while it was read: %s", account, e);
                    return;
                }
                up = false;
                LOG.warnf("Mailbox %s is tried again in %d s: %s", account, pause.toSeconds(), e);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            await(pause);
        }
    }

    /** Keeps the lease while mails are awaited; called every few seconds. */
    void renew() {
        var open = store;
        var folder = idling;
        if (folder != null && System.nanoTime() - idleSince > LONGEST_IDLE.toNanos()) {
            lookAgain(folder);
        }
        if (open != null) {
            cursor.lease(account.name(), owner)
                    .subscribe()
                    .with(position -> closeIf(position.isEmpty()), failure -> closeIf(true));
        }
    }

    /** In order: the next process need not wait until the lease has run out. */
    @Override
    public void close() {
        stopped.countDown();
        closeIf(true);
        try {
            cursor.release(account.name(), owner).await().atMost(LONGEST_GOODBYE);
        } catch (RuntimeException e) {
            LOG.debugf("The lease of mailbox %s runs out by itself: %s", account, e);
        }
    }

    /** Any question ends the IDLE: what it did not tell is found, and a connection that is dead is noticed. */
    private void lookAgain(IMAPFolder folder) {
        idleSince = System.nanoTime();
        Thread.startVirtualThread(() -> {
            try {
                folder.getMessageCount();
            } catch (MessagingException | IllegalStateException e) {
                LOG.debugf("Mailbox %s does not answer: %s", account, e);
            }
        });
    }

    private void closeIf(boolean wanted) {
        var open = store;
        if (wanted && open != null) {
            Thread.startVirtualThread(() -> {
                try {
                    open.close();
                } catch (MessagingException e) {
                    LOG.debugf("Mailbox %s was closed already: %s", account, e);
                }
            });
        }
    }

    private void importUntilItEnds() throws MessagingException, IOException, InterruptedException {
        try (var opened = (IMAPStore) Session.getInstance(account.session()).getStore("imap")) {
            opened.connect(account.host(), account.port(), account.user(), secret());
            store = opened;
            try (var folder = (IMAPFolder) opened.getFolder(account.folder())) {
                folder.open(Folder.READ_ONLY);
                up = true;
                idling = folder;
                while (stopped.getCount() > 0) {
                    importAllThereIs(folder);
                    if (!opened.hasCapability("IDLE")) {
                        return;
                    }
                    idleSince = System.nanoTime();
                    folder.idle(true);
                }
            }
        } catch (jakarta.mail.AuthenticationFailedException e) {
            tokens.forget();
            throw e;
        } finally {
            idling = null;
            store = null;
        }
    }

    /** Until none has come meanwhile: IDLE tells only what comes after it. */
    private void importAllThereIs(IMAPFolder folder) throws MessagingException, IOException {
        int known;
        do {
            known = folder.getMessageCount();
            importNew(folder);
        } while (folder.getMessageCount() != known && stopped.getCount() > 0);
    }

    private String secret() throws IOException, InterruptedException {
        var oauth2 = account.oauth2();
        return oauth2.isPresent() ? tokens.of(oauth2.get()) : String.valueOf(account.password());
    }

    private void importNew(IMAPFolder folder) throws MessagingException, IOException {
        var position = position(folder);
        var messages = folder.getMessagesByUID(position.lastUid() + 1, UIDFolder.LASTUID);
        for (int from = 0; from < messages.length && stopped.getCount() > 0; from += BATCH) {
            var batch = java.util.Arrays.copyOfRange(messages, from, Math.min(messages.length, from + BATCH));
            var profile = new FetchProfile();
            profile.add(UIDFolder.FetchProfileItem.UID);
            profile.add(FetchProfile.Item.SIZE);
            folder.fetch(batch, profile);
            for (var message : batch) {
                var uid = folder.getUID(message);
                // Asked for all beyond the last, a server names the last if there are none.
                if (uid > position.lastUid()) {
                    take((IMAPMessage) message, position.validity(), uid);
                }
            }
        }
    }

    private Position position(IMAPFolder folder) throws MessagingException {
        var known = cursor.lease(account.name(), owner)
                .await()
                .atMost(PATIENCE)
                .orElseThrow(Cursor.LeaseLostException::new);
        var validity = folder.getUIDValidity();
        if (known.validity() == validity) {
            return known;
        }
        var isNew = known.validity() == 0;
        LOG.infof("Mailbox %s is %s", account, isNew ? "opened for the first time" : "numbered anew: it is read again");
        var lastUid = isNew && account.startsWithNew() ? folder.getUIDNext() - 1 : 0;
        cursor.restart(account.name(), owner, validity, lastUid).await().atMost(PATIENCE);
        return new Position(validity, lastUid);
    }

    private void take(IMAPMessage message, long validity, long uid) throws MessagingException, IOException {
        try {
            var mail = takeMail.mail(original(message), account.address(), null, List.of());
            tx.run(work -> cursor.advance(work, account.name(), owner, validity, uid)
                            .chain(() -> takeMail.take(work, mail)))
                    .await()
                    .atMost(PATIENCE);
            takeMail.readSoon(mail);
        } catch (MessageRemovedException e) {
            LOG.debugf("Mail %d of mailbox %s was removed by somebody else", uid, account);
        }
    }

    /** Of a mail that is too large its head alone, which still says who wrote. */
    private Original original(IMAPMessage message) throws MessagingException, IOException {
        if (message.getSize() <= TakeMail.LARGEST) {
            try (var in = message.getMimeStream()) {
                return originals.keep(in, TakeMail.LARGEST);
            } catch (TooLargeException e) {
                LOG.infof("A mail of mailbox %s is larger than its server says", account);
            }
        }
        var head = String.join("\r\n", Collections.list(message.getAllHeaderLines()))
                + "\r\nX-Casestream-Left-Out: body\r\n\r\n[too large]\r\n";
        return originals.keep(new ByteArrayInputStream(head.getBytes(StandardCharsets.ISO_8859_1)), TakeMail.LARGEST);
    }

    private void await(Duration pause) {
        try {
            if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debugf("Mailbox %s is left", account);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }
}
