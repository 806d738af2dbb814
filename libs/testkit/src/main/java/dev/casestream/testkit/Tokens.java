package dev.casestream.testkit;

import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/** Real bearer tokens, signed with the key that the service under test trusts. */
public final class Tokens {

    private Tokens() {}

    /** @param role one of {@link dev.casestream.chassis.security.Roles} */
    public static String of(String role, String subject, String... teams) {
        return Jwt.issuer("https://casestream.local")
                .audience("casestream")
                .subject(subject)
                .upn(subject)
                .groups(role)
                .claim("teams", Set.of(teams))
                .expiresIn(Duration.ofMinutes(30))
                .sign(privateKey());
    }

    /** A customer's token, with the address that the identity provider has verified. */
    public static String ofCustomer(String subject, String email) {
        return Jwt.issuer("https://casestream.local")
                .audience("casestream")
                .subject(subject)
                .upn(subject)
                .groups("customer")
                .claim("email", email)
                .claim("email_verified", true)
                .expiresIn(Duration.ofMinutes(30))
                .sign(privateKey());
    }

    /** A token that was valid an hour ago. */
    public static String expired(String role, String subject) {
        return Jwt.issuer("https://casestream.local")
                .audience("casestream")
                .subject(subject)
                .groups(role)
                .issuedAt(System.currentTimeMillis() / 1000 - 7200)
                .expiresAt(System.currentTimeMillis() / 1000 - 3600)
                .sign(privateKey());
    }

    private static PrivateKey privateKey() {
        try {
            var encoded = ConfigProvider.getConfig().getValue("casestream.test.private-key", String.class);
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
