package dev.casestream.local.command;

import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import dev.casestream.local.Trees;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops the platform and forgets everything: data, mail and keys. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        description = "Stop the platform and delete all its data, mail and keys.")
final class Reset implements Callable<Integer> {
    private static final List<String> FORGOTTEN =
            List.of("postgres", "postgres.new", "kafka", "mail", "attachments", "keys", "run", "log");

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws Exception {
        var installation = Installation.here();
        if (!yes && !isConfirmed(installation)) {
            System.out.println("Nothing was deleted.");
            return 1;
        }
        Down.stop(installation);
        for (var name : FORGOTTEN) {
            Trees.delete(installation.var().resolve(name));
        }
        System.out.println("All data, mail and keys are gone.");
        return 0;
    }

    private static boolean isConfirmed(Installation installation) {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new Complaint("reset deletes everything in " + installation.var() + ".", "Confirm it with --yes.");
        }
        var answer = console.readLine("Delete all data, mail and keys in %s? [y/N] ", installation.var());
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }
}
