package dev.casestream.local.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Signs development tokens with the key pair of this installation. */
public record TokenMint(Keys keys) {
    public static final String ISSUER = "https://casestream.local";
    private static final Duration LIFE = Duration.ofHours(12);
    private static final ObjectMapper JSON = new ObjectMapper();

    public String mint(Role role, String subject, List<String> teams, Instant now)
            throws IOException, GeneralSecurityException {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", ISSUER);
        claims.put("aud", "casestream");
        claims.put("sub", subject);
        if (subject.contains("@")) {
            claims.put("email", subject);
        }
        claims.put("groups", List.of(role.toString()));
        claims.put("teams", teams);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        var signed = encode(Map.of("alg", "RS256", "typ", "JWT")) + "." + encode(claims);
        return signed + "." + sign(signed);
    }

    private String sign(String text) throws IOException, GeneralSecurityException {
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.privateKey());
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return url(signature.sign());
    }

    private static String encode(Map<String, ?> part) throws JsonProcessingException {
        return url(JSON.writeValueAsBytes(part));
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
