package dev.casestream.local.command;

import dev.casestream.local.Installation;
import dev.casestream.local.mail.MailStore;
import dev.casestream.local.mail.StoredMail;
import dev.casestream.local.supervisor.StateFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the platform sent. */
@Command(
        name = "inbox",
        mixinStandardHelpOptions = true,
        description = "Show the mail that the platform sent, the oldest first.")
final class Inbox implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "ADDRESS", description = "Only mail for this address.")
    private Optional<String> address = Optional.empty();

    @Option(
            names = {"-n", "--last"},
            description = "At most this many (${DEFAULT-VALUE}).")
    private int last = 50;

    @Option(names = "--full", description = "Whole mails; without an address it is a line for each otherwise.")
    private boolean full;

    @Option(names = "--json", description = "For scripts.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        var mails = newest();
        if (json) {
            System.out.println(StateFile.JSON.writeValueAsString(mails));
        } else if (mails.isEmpty()) {
            System.out.println("No mail" + address.map(to -> " for " + to).orElse("") + " yet.");
        } else {
            mails.forEach(full || address.isPresent() ? Inbox::print : Inbox::printLine);
        }
        return 0;
    }

    private List<StoredMail> newest() throws Exception {
        var found = new ArrayList<StoredMail>();
        for (var file : new MailStore(Installation.here().mail()).files().reversed()) {
            if (found.size() == last) {
                break;
            }
            var mail = StoredMail.read(file);
            if (address.isEmpty() || mail.isFor(address.get())) {
                found.add(mail);
            }
        }
        return found.reversed();
    }

    private static void printLine(StoredMail mail) {
        System.out.printf("%s  %s  %s%n", mail.at(), String.join(", ", mail.to()), mail.subject());
    }

    private static void print(StoredMail mail) {
        System.out.printf(
                "%s  to %s%n  from     %s%n  subject  %s%n%n%s%n%n",
                mail.at(),
                String.join(", ", mail.to()),
                mail.from(),
                mail.subject(),
                mail.body().strip().indent(4).stripTrailing());
    }
}
