package dev.casestream.local.command;

import dev.casestream.local.Installation;
import dev.casestream.local.key.Keys;
import dev.casestream.local.key.Role;
import dev.casestream.local.key.TokenMint;
import dev.casestream.local.topology.Wish;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;

/** What a newcomer needs once the platform is ready. */
record Welcome(Installation installation, Keys keys) {
    void print(Wish wish) throws IOException, GeneralSecurityException {
        if (wish.only().isEmpty()) {
            System.out.println("\nTokens, valid for 12 hours (more: ./casestream token --role ROLE):");
            for (var role : Role.values()) {
                System.out.printf(
                        "%n%s%n%s%n",
                        role, new TokenMint(keys).mint(role, Token.usual(role), List.of(), Instant.now()));
            }
        }
        System.out.printf(
                """

                Ready.
                  API and its description    %s
                  mail to the platform       smtp://127.0.0.1:%d  (support@casestream.local)
                  mail from the platform     imap://127.0.0.1:%d  (log in with the address; any password)
                  PostgreSQL                 127.0.0.1:%d  (user postgres, password in %s)
                  Kafka                      127.0.0.1:%d

                Try:
                  ./casestream send-mail --subject "My invoice is wrong" --body "It says 42 instead of 24."
                  ./casestream inbox
                  curl -H "Authorization: Bearer $(./casestream token --role admin)" %s/v1/tickets
                """,
                installation.publicUrl(),
                installation.port(2525),
                installation.port(3143),
                installation.port(15432),
                installation.keys().resolve("database.password"),
                installation.port(19092),
                installation.publicUrl());
    }
}
