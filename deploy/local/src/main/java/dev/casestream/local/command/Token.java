package dev.casestream.local.command;

import dev.casestream.local.Installation;
import dev.casestream.local.key.Keys;
import dev.casestream.local.key.Role;
import dev.casestream.local.key.TokenMint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a signed token, and nothing else. */
@Command(name = "token", description = "Print a token for a role, valid for 12 hours.")
final class Token implements Callable<Integer> {
    @Option(names = "--role", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private Role role = Role.AGENT;

    @Option(
            names = "--subject",
            description = "Who it is; a customer's id or mail address. The role's name by default.")
    private Optional<String> subject = Optional.empty();

    @Option(names = "--team", split = ",", description = "A team that the bearer belongs to; may be repeated.")
    private List<String> teams = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        var mint = new TokenMint(Keys.in(Installation.here().keys()));
        System.out.println(mint.mint(role, subject.orElse(usual(role)), teams, Instant.now()));
        return 0;
    }

    static String usual(Role role) {
        return role == Role.CUSTOMER ? "customer@example.com" : role.toString();
    }
}
