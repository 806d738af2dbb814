package dev.casestream.intake.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** How providers sign, compared in constant time. */
public final class Signatures {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String STANDARD_PREFIX = "whsec_";

    private Signatures() {}

    public static byte[] hmac(String algorithm, byte[] secret, byte[]... pieces) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            for (var piece : pieces) {
                mac.update(piece);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a header says what one of the account's secrets makes of it. */
    public static boolean says(@Nullable String header, Account account, Function<byte[], String> expected) {
        if (header == null) {
            return false;
        }
        var said = header.strip().getBytes(StandardCharsets.UTF_8);
        var genuine = false;
        for (var secret : account.secrets()) {
            genuine |= MessageDigest.isEqual(expected.apply(secret).getBytes(StandardCharsets.UTF_8), said);
        }
        return genuine;
    }

    public static boolean isSame(@Nullable String said, String known) {
        return said != null
                && MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code sha256=<hex>} of the body, as Meta signs. */
    public static boolean isMeta(Account account, Delivery delivery) {
        return says(
                delivery.header("x-hub-signature-256"),
                account,
                secret -> "sha256=" + HexFormat.of().formatHex(hmac("HmacSHA256", secret, delivery.body())));
    }

    /** Standard Webhooks: {@code v1,<base64>} of id, time and body, several with a space between them, 5 minutes old at most. */
    public static boolean isStandard(Account account, Delivery delivery, Instant now) {
        var id = delivery.header("webhook-id");
        var time = delivery.header("webhook-timestamp");
        var signatures = delivery.header("webhook-signature");
        if (id == null || id.isEmpty() || time == null || !time.matches("[0-9]{1,12}") || signatures == null) {
            return false;
        }
        var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now)
                .abs();
        if (age.compareTo(TOLERANCE) > 0) {
            return false;
        }
        var head = (id + "." + time + ".").getBytes(StandardCharsets.UTF_8);
        var genuine = false;
        for (var signature : signatures.split(" ", 10)) {
            genuine |= says(
                    signature,
                    account,
                    secret -> "v1,"
                            + Base64.getEncoder()
                                    .encodeToString(hmac("HmacSHA256", standardKey(secret), head, delivery.body())));
        }
        return genuine;
    }

    /** Secrets are base64 behind {@code whsec_}; others are taken as they stand. */
    private static byte[] standardKey(byte[] secret) {
        var text = new String(secret, StandardCharsets.UTF_8);
        if (!text.startsWith(STANDARD_PREFIX)) {
            return secret;
        }
        try {
            return Base64.getDecoder().decode(text.substring(STANDARD_PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("A secret that begins with whsec_ goes on in base64", e);
        }
    }
}
