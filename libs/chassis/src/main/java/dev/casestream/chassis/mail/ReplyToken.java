package dev.casestream.chassis.mail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The proof, in a mail's addresses and Message-ID, that an answer belongs to a ticket: {@code rt.} and 48 characters of
 * key id, ticket id and HMAC-SHA-256. Lower-case base 32, since mail servers fold case and a local part has room for 64
 * characters.
 *
 * <p>Keys are lines {@code name:base64} of the file {@code casestream.reply-token.key-file}: the first signs, all
 * verify, so that a key can be replaced while mails signed with the old one are about.
 */
@ApplicationScoped
public class ReplyToken {

    private static final int MAC_BYTES = 13;
    private static final int TOKEN_BYTES = 1 + 16 + MAC_BYTES;
    private static final Pattern TOKEN = Pattern.compile("(?i)(?<![a-z0-9])rt\\.([0-9a-v]{48})(?![0-9a-v])");

    private final List<byte[]> keys;

    @Inject
    ReplyToken(@ConfigProperty(name = "casestream.reply-token.key-file") Optional<Path> keyFile) {
        this(keyFile.map(ReplyToken::read).orElse(List.of()));
    }

    ReplyToken(List<byte[]> keys) {
        this.keys = keys;
    }

    /**
     * @return {@code rt.<token>}, for a plus-address or a Message-ID
     * @throws IllegalStateException when no key is configured
     */
    public String sign(UUID ticketId) {
        if (keys.isEmpty()) {
            throw new IllegalStateException("casestream.reply-token.key-file names no key");
        }
        return "rt." + encode(token(keys.getFirst(), ticketId));
    }

    /** The ticket that a genuine token somewhere in this text (an address, a Message-ID, References) stands for. */
    public Optional<UUID> verify(String text) {
        var tokens = TOKEN.matcher(text);
        while (tokens.find()) {
            var claimed = decode(tokens.group(1).toLowerCase(Locale.ROOT));
            var bytes = ByteBuffer.wrap(claimed, 1, 16);
            var ticketId = new UUID(bytes.getLong(), bytes.getLong());
            if (keys.stream().anyMatch(key -> MessageDigest.isEqual(token(key, ticketId), claimed))) {
                return Optional.of(ticketId);
            }
        }
        return Optional.empty();
    }

    private static byte[] token(byte[] key, UUID ticketId) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            var subject = ByteBuffer.allocate(16)
                    .putLong(ticketId.getMostSignificantBits())
                    .putLong(ticketId.getLeastSignificantBits())
                    .array();
            mac.update("casestream reply token 1".getBytes(StandardCharsets.US_ASCII));
            return ByteBuffer.allocate(TOKEN_BYTES)
                    .put(MessageDigest.getInstance("SHA-256").digest(key)[0])
                    .put(subject)
                    .put(mac.doFinal(subject), 0, MAC_BYTES)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] token) {
        var text = new BigInteger(1, token).toString(32);
        return "0".repeat(TOKEN_BYTES * 8 / 5 - text.length()) + text;
    }

    private static byte[] decode(String text) {
        var bytes = new BigInteger(text, 32).toByteArray();
        var token = new byte[TOKEN_BYTES];
        var length = Math.min(bytes.length, TOKEN_BYTES);
        System.arraycopy(bytes, bytes.length - length, token, TOKEN_BYTES - length, length);
        return token;
    }

    private static List<byte[]> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .map(line -> Base64.getDecoder()
                            .decode(line.substring(line.indexOf(':') + 1).strip()))
                    .peek(ReplyToken::requireStrong)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireStrong(byte[] key) {
        if (key.length < 32 || Arrays.equals(key, new byte[key.length])) {
            throw new IllegalArgumentException("A reply token key has at least 32 random bytes");
        }
    }
}
