package dev.casestream.local.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.store.StoredMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxesTest {
    private static final String SUPPORT = "support@casestream.local";

    private static final int MOST = 10;
    private static final long BYTES = 99_000;

    private final Managers managers = new Managers();
    private final Mailboxes mailboxes = new Mailboxes(managers, MOST, BYTES);
    private int kept;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void the_newest_are_shown_and_whoever_has_none_left_has_no_mailbox() throws Exception {
        show("first", 0, "ada@example.com", SUPPORT);
        for (int mail = 2; mail <= MOST; mail++) {
            show("later", 0, SUPPORT);
        }
        assertThat(managers.getUserManager().getUserByEmail("ada@example.com")).isNull();
        assertThat(subjects(SUPPORT)).hasSize(MOST).startsWith("first");
        show("last", 0, "ada@example.com");
        assertThat(subjects("ada@example.com")).containsExactly("last");
        assertThat(subjects(SUPPORT)).hasSize(MOST - 1).startsWith("later");
    }

    @Test
    void large_ones_are_shown_as_far_as_the_memory_goes_and_on_disk_all_the_same() throws Exception {
        for (int mail = 1; mail <= 7; mail++) {
            show("large " + mail, 15_900, SUPPORT);
        }
        show("larger", 20_000, SUPPORT);
        assertThat(subjects(SUPPORT)).hasSize(6).startsWith("large 2").endsWith("large 7");
        assertThat(new MailStore(directory).files()).hasSize(kept);
    }

    @Test
    void a_mail_that_its_reader_has_deleted_needs_no_hiding() throws Exception {
        show("read", 0, SUPPORT);
        managers.getImapHostManager()
                .getInbox(managers.getUserManager().getUserByEmail(SUPPORT))
                .deleteAllMessages();
        for (int mail = 1; mail <= MOST; mail++) {
            show("later", 0, SUPPORT);
        }
        assertThat(subjects(SUPPORT)).hasSize(MOST).containsOnly("later");
    }

    private void show(String subject, int size, String... recipients) throws Exception {
        var message = "Subject: " + subject + "\r\n\r\n" + ("x".repeat(62) + "\r\n").repeat(size / 64);
        mailboxes.show(new MailStore(directory)
                .keep(
                        "casestream@casestream.local",
                        List.of(recipients),
                        new ByteArrayInputStream(message.getBytes(StandardCharsets.US_ASCII)),
                        kept++));
    }

    private List<String> subjects(String address) throws Exception {
        var user = managers.getUserManager().getUserByEmail(address);
        return managers.getImapHostManager().getInbox(user).getMessages().stream()
                .map(StoredMessage::getMimeMessage)
                .map(message -> {
                    try {
                        return message.getSubject();
                    } catch (jakarta.mail.MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }
}
