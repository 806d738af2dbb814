package dev.casestream.local.mail;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.imap.commands.IdRange;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.Properties;

/** What IMAP shows: the newest of all mail, as much as the memory is good for. The rest is on disk. */
final class Mailboxes {
    private static final Session SESSION = Session.getInstance(new Properties());

    /** A mail in a mailbox. */
    private record Shown(GreenMailUser user, MailFolder inbox, long uid, long bytes) {}

    private final Managers managers;
    private final int most;
    private final long mostBytes;
    private final Deque<Shown> shown = new ArrayDeque<>();
    private long bytes;

    /**
     * @param most mails over all mailboxes
     * @param mostBytes of them; one that is larger than a sixth of it is on disk only, since reading it takes several
     *     times its size
     */
    Mailboxes(Managers managers, int most, long mostBytes) {
        this.managers = managers;
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** Shows a mail to all its recipients, and the oldest ones no longer. */
    synchronized void show(Path file) throws IOException, MessagingException, UserException, FolderException {
        var size = Files.size(file);
        if (size > mostBytes / 6) {
            return;
        }
        try (var in = Files.newInputStream(file)) {
            var message = new MimeMessage(SESSION, in);
            var recipients = message.getHeader("Delivered-To");
            for (var recipient : recipients == null ? new String[0] : recipients) {
                var user = user(recipient);
                var inbox = managers.getImapHostManager().getInbox(user);
                var uid = inbox.appendMessage(message, new Flags(Flags.Flag.RECENT), new Date());
                shown.addLast(new Shown(user, inbox, uid, size));
                bytes += size;
                hideOldest();
            }
        }
    }

    private GreenMailUser user(String address) throws UserException {
        var users = managers.getUserManager();
        var user = users.getUserByEmail(address);
        return user == null ? users.createUser(address, address, address) : user;
    }

    private void hideOldest() throws FolderException {
        while (shown.size() > most || bytes > mostBytes) {
            var oldest = shown.removeFirst();
            bytes -= oldest.bytes;
            hide(oldest);
        }
    }

    /** With its mailbox when that is empty: customers are many, and most of them get a mail or two. */
    private void hide(Shown mail) throws FolderException {
        var stored = mail.inbox.getMessage(mail.uid);
        if (stored == null) {
            return;
        }
        stored.setFlag(Flags.Flag.DELETED, true);
        mail.inbox.expunge(new IdRange[] {new IdRange(mail.uid)});
        if (mail.inbox.getMessageCount() == 0) {
            managers.getUserManager().deleteUser(mail.user);
        }
    }
}
