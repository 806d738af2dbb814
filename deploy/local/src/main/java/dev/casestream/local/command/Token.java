package dev.casestream.local.command;

import dev.casestream.local.Installation;
import dev.casestream.local.key.Keys;
import dev.casestream.local.key.Role;
import dev.casestream.local.key.TokenMint;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Prints a signed token, and nothing else. */
@Command(name = "token", mixinStandardHelpOptions = true, description = "Print a token for a role, valid for 12 hours.")
final class Token implements Callable<Integer> {
    @Option(
            names = "--role",
            required = true,
            converter = RoleName.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private Role role = Role.AGENT;

    @Option(
            names = "--subject",
            description =
                    "Who it is: an agent's id, a customer's id or mail address. Without it, somebody of that role whom the platform knows.")
    private Optional<String> subject = Optional.empty();

    @Option(names = "--team", split = ",", description = "A team that the bearer belongs to; may be repeated.")
    private List<String> teams = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        var mint = new TokenMint(Keys.in(Installation.here().keys()));
        System.out.println(
                subject.isEmpty() && teams.isEmpty()
                        ? usual(mint, role)
                        : mint.mint(role, subject.orElse(usualSubject(role)), teams, Instant.now()));
        return 0;
    }

    /** For somebody of that role whom the platform knows from its first start. */
    static String usual(TokenMint mint, Role role) throws IOException, GeneralSecurityException {
        return mint.mint(role, usualSubject(role), usualTeams(role), Instant.now());
    }

    /** So that a wrong name is answered with the list of roles once, by the usage. */
    static final class RoleName implements ITypeConverter<Role> {
        @Override
        public Role convert(String name) {
            return Stream.of(Role.values())
                    .filter(role -> role.toString().equalsIgnoreCase(name.replace('_', '-')))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("There is no role \"" + name + "\"."));
        }
    }

    private static String usualSubject(Role role) {
        return switch (role) {
            case CUSTOMER -> "customer@example.com";
            case AGENT -> "alice";
            case AGENT_RESTRICTED -> "bob";
            case LEAD -> "carol";
            case ADMIN, OWNER, BOT, SERVICE -> role.toString();
        };
    }

    private static List<String> usualTeams(Role role) {
        return switch (role) {
            case AGENT, AGENT_RESTRICTED, LEAD -> List.of("support");
            case CUSTOMER, ADMIN, OWNER, BOT, SERVICE -> List.of();
        };
    }
}
