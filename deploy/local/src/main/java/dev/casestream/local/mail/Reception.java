package dev.casestream.local.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** One mail arriving: the server answers 250 after {@link #data} has returned, and that is after the disk has it. */
final class Reception implements MessageHandler {
    private final MailStore store;
    private final Consumer<Path> kept;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";

    Reception(MailStore store, Consumer<Path> kept) {
        this.store = store;
        this.kept = kept;
    }

    @Override
    public void from(String from) {
        sender = from;
    }

    @Override
    public void recipient(String recipient) {
        recipients.add(recipient);
    }

    @Override
    public @Nullable String data(InputStream data) throws RejectException {
        try {
            kept.accept(store.keep(sender, List.copyOf(recipients), data, System.currentTimeMillis()));
        } catch (IOException e) {
            throw new RejectException(452, "The mail cannot be written: " + e.getMessage());
        }
        return null;
    }

    @Override
    public void done() {}
}
