package dev.casestream.local.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** This installation's secrets, made at its first start, each in a file that only its owner reads. */
public final class Keys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;

    private Keys(Path directory) {
        this.directory = directory;
    }

    /** Opens the keys and makes those that are missing. */
    public static Keys in(Path directory) throws IOException, GeneralSecurityException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var keys = new Keys(directory);
        if (!Files.exists(keys.file("private.pem"))) {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var pair = generator.generateKeyPair();
            keys.write("public.pem", pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            keys.write("private.pem", pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        }
        if (!Files.exists(keys.replyTokens())) {
            keys.write("reply-token.key", "local1:" + Base64.getEncoder().encodeToString(random(32)) + "\n");
        }
        if (!Files.exists(keys.file("database.password"))) {
            keys.write(
                    "database.password", Base64.getUrlEncoder().withoutPadding().encodeToString(random(24)));
        }
        return keys;
    }

    /** The file with the HMAC key of reply tokens, one line {@code kid:base64}. */
    public Path replyTokens() {
        return file("reply-token.key");
    }

    public String databasePassword() throws IOException {
        return Files.readString(file("database.password"));
    }

    /** The public key as base64 of its X.509 form, on one line. */
    public String publicKey() throws IOException {
        return body("public.pem");
    }

    PrivateKey privateKey() throws IOException, GeneralSecurityException {
        var encoded = Base64.getDecoder().decode(body("private.pem"));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private String body(String name) throws IOException {
        return Files.readString(file(name)).replaceAll("-----[A-Z ]+-----|\\s", "");
    }

    private void write(String name, String content) throws IOException {
        var secret = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var next = Files.createTempFile(directory, name, ".next", secret);
        Files.writeString(next, content);
        Files.move(next, file(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String pem(String kind, byte[] encoded) {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + kind + "-----\n" + lines.encodeToString(encoded) + "\n-----END " + kind + "-----\n";
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
