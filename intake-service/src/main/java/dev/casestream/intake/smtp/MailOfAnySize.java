package dev.casestream.intake.smtp;

import java.io.IOException;
import java.util.regex.Pattern;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.server.Command;
import org.subethamail.smtp.internal.server.CommandException;
import org.subethamail.smtp.internal.server.HelpMessage;
import org.subethamail.smtp.server.Session;

/** The MAIL command also for announced sizes (RFC 1870) beyond what the library can count. */
final class MailOfAnySize implements Command {

    private static final Pattern BEYOND_COUNTING = Pattern.compile("(?i).* size=0*[1-9][0-9]{9,}(?: .*)?");

    private final Command mail;

    MailOfAnySize(Command mail) {
        this.mail = mail;
    }

    @Override
    public void execute(String line, Session session) throws IOException, DropConnectionException {
        if (BEYOND_COUNTING.matcher(line).matches()) {
            session.sendResponse("552 5.3.4 Message size exceeds fixed limit");
        } else {
            mail.execute(line, session);
        }
    }

    @Override
    public HelpMessage getHelp() throws CommandException {
        return mail.getHelp();
    }

    @Override
    public String getName() {
        return mail.getName();
    }
}
