package dev.casestream.local.command;

import dev.casestream.local.Installation;
import dev.casestream.local.key.Keys;
import dev.casestream.local.key.Role;
import dev.casestream.local.key.TokenMint;
import dev.casestream.local.topology.Settings;
import dev.casestream.local.topology.Wish;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** What a newcomer needs once the platform is ready. */
record Welcome(Installation installation, Keys keys) {
    void print(Wish wish) throws IOException, GeneralSecurityException {
        if (wish.only().isEmpty()) {
            System.out.println("\nTokens, valid for 12 hours (more: ./casestream token --role ROLE):");
            for (var role : Role.values()) {
                System.out.printf("%n%s%n%s%n", role, Token.usual(new TokenMint(keys), role));
            }
        }
        System.out.println("\nReady.");
        line(wish, "gateway", "API and its description", installation.publicUrl());
        line(
                wish,
                "intake-service",
                "mail to the platform",
                "smtp://127.0.0.1:" + installation.port(2525) + "  (" + Settings.MAIL_ADDRESS + ")");
        line(
                wish,
                "mail",
                "mail from the platform",
                "imap://127.0.0.1:" + installation.port(3143) + "  (log in with the address, any password)");
        line(
                wish,
                "postgres",
                "PostgreSQL",
                "127.0.0.1:" + installation.port(15432) + "  (user postgres, password in "
                        + installation.keys().resolve("database.password") + ")");
        line(wish, "kafka", "Kafka", "127.0.0.1:" + installation.port(19092));
        if (wish.only().isEmpty()) {
            System.out.printf("""

                    Try:
                      ./casestream send-mail --subject "My invoice is wrong" --body "It says 42 instead of 24."
                      ./casestream inbox
                      curl -H "Authorization: Bearer $(./casestream token --role admin)" %s/v1/tickets
                    """, installation.publicUrl());
        }
    }

    private static void line(Wish wish, String child, String what, String where) {
        if (wish.only().isEmpty() || wish.only().contains(child)) {
            System.out.printf("  %-26s %s%n", what, where);
        }
    }
}
