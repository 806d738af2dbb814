package dev.casestream.local.command;

import dev.casestream.local.Complaint;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** ./casestream: the platform on one machine. */
@Command(
        name = "casestream",
        description = "The customer-support platform on one machine.",
        mixinStandardHelpOptions = true,
        version = "Casestream 0.1.0-SNAPSHOT",
        subcommands = {
            Up.class,
            Down.class,
            Status.class,
            Logs.class,
            Token.class,
            SendMail.class,
            Inbox.class,
            Demo.class,
            Reset.class,
            Supervise.class
        },
        footer = {
            "",
            "  test [ARGS]   proves that everything works: ./mvnw verify with ARGS;",
            "                --seeded-bugs proves that the tests of the joints can fail",
            "  bench [NAME]  measures against the limits of this machine; bench --list says what"
        })
public final class Casestream {
    private Casestream() {}

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Casestream())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure))
                .execute(arguments));
    }

    private static int explain(Exception failure) {
        if (failure instanceof Complaint complaint) {
            System.err.println(complaint.sentence() + "\n" + complaint.wayOut());
        } else {
            System.err.println("That went wrong: " + failure);
        }
        return 1;
    }
}
