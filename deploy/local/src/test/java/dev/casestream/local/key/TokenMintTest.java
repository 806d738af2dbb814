package dev.casestream.local.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenMintTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void a_token_says_who_in_which_role_and_teams_for_twelve_hours() throws Exception {
        var claims = claims(mint(Role.AGENT_RESTRICTED, "ada", List.of("billing")));
        assertThat(claims.get("iss").asText()).isEqualTo("https://casestream.local");
        assertThat(claims.get("aud").asText()).isEqualTo("casestream");
        assertThat(claims.get("sub").asText()).isEqualTo("ada");
        assertThat(claims.get("groups").toString()).isEqualTo("[\"agent-restricted\"]");
        assertThat(claims.get("teams").toString()).isEqualTo("[\"billing\"]");
        assertThat(claims.get("exp").asLong())
                .isEqualTo(Instant.parse("2026-03-02T00:00:00Z").getEpochSecond());
    }

    @Test
    void a_customer_known_by_address_has_it_as_email_claim() throws Exception {
        assertThat(claims(mint(Role.CUSTOMER, "ada@example.com", List.of()))
                        .get("email")
                        .asText())
                .isEqualTo("ada@example.com");
    }

    @Test
    void the_signature_holds_against_the_public_key() throws Exception {
        var token = mint(Role.ADMIN, "root", List.of());
        var end = token.lastIndexOf('.');
        var encoded = Base64.getDecoder().decode(Keys.in(directory).publicKey());
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded)));
        signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1))))
                .isTrue();
    }

    @Test
    void keys_are_made_once_and_only_their_owner_reads_them() throws Exception {
        var first = Keys.in(directory);
        var again = Keys.in(directory);
        assertThat(again.publicKey()).isEqualTo(first.publicKey());
        assertThat(again.databasePassword()).isEqualTo(first.databasePassword());
        try (var files = Files.list(directory)) {
            assertThat(files)
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void no_two_installations_share_a_secret() throws Exception {
        var one = Keys.in(directory.resolve("one"));
        var other = Keys.in(directory.resolve("other"));
        assertThat(one.publicKey()).isNotEqualTo(other.publicKey());
        assertThat(one.databasePassword()).isNotEqualTo(other.databasePassword());
        assertThat(one.replyTokens()).content().isNotEqualTo(Files.readString(other.replyTokens()));
        assertThat(one.replyTokens()).content().matches("local1:[A-Za-z0-9+/]{43}=\\n");
    }

    private String mint(Role role, String subject, List<String> teams) throws Exception {
        return new TokenMint(Keys.in(directory)).mint(role, subject, teams, NOW);
    }

    private static JsonNode claims(String token) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }
}
