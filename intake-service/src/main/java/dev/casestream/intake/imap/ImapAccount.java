package dev.casestream.intake.imap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox, as its file says.
 *
 * @param tls {@code ssl}, {@code starttls} or {@code none}
 * @param address which of our addresses its mail is for; null where the mails tell
 * @param startsWithNew leaves what lay there before it was first opened
 * @param oauth2 in place of the password
 */
record ImapAccount(
        String name,
        String host,
        int port,
        String tls,
        String user,
        @Nullable String password,
        String folder,
        @Nullable String address,
        boolean startsWithNew,
        Optional<OAuth2> oauth2) {

    /** Where access tokens come from. */
    record OAuth2(String tokenUrl, String clientId, String clientSecret, String refreshToken) {}

    static ImapAccount read(Path file) {
        var given = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            given.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var name = file.getFileName().toString().replace(".properties", "");
        var tls = given.getProperty("tls", "ssl");
        if (!tls.matches("ssl|starttls|none")) {
            throw new IllegalArgumentException(name + ": tls is ssl, starttls or none");
        }
        var oauth2 = Optional.ofNullable(given.getProperty("oauth2.token-url"))
                .map(url -> new OAuth2(
                        url,
                        required(name, given, "oauth2.client-id"),
                        given.getProperty("oauth2.client-secret", ""),
                        required(name, given, "oauth2.refresh-token")));
        return new ImapAccount(
                name,
                required(name, given, "host"),
                Integer.parseInt(given.getProperty("port", tls.equals("ssl") ? "993" : "143")),
                tls,
                required(name, given, "user"),
                oauth2.isPresent() ? null : required(name, given, "password"),
                given.getProperty("folder", "INBOX"),
                given.getProperty("address"),
                given.getProperty("start", "all").equals("new"),
                oauth2);
    }

    private static String required(String name, Properties given, String property) {
        var value = given.getProperty(property, "").strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + ": " + property + " is missing");
        }
        return value;
    }

    /** For the mail library; nothing waits for ever, nothing is marked as seen. */
    Properties session() {
        var session = new Properties();
        session.put("mail.store.protocol", "imap");
        session.put("mail.imap.host", host);
        session.put("mail.imap.port", Integer.toString(port));
        session.put("mail.imap.ssl.enable", Boolean.toString(tls.equals("ssl")));
        session.put("mail.imap.ssl.checkserveridentity", "true");
        session.put("mail.imap.starttls.enable", Boolean.toString(tls.equals("starttls")));
        session.put("mail.imap.starttls.required", Boolean.toString(tls.equals("starttls")));
        session.put("mail.imap.connectiontimeout", "10000");
        session.put("mail.imap.timeout", "300000");
        session.put("mail.imap.writetimeout", "60000");
        session.put("mail.imap.peek", "true");
        oauth2.ifPresent(given -> session.put("mail.imap.auth.mechanisms", "XOAUTH2"));
        return session;
    }

    /** Says nothing of what it knows. */
    @Override
    public String toString() {
        return name;
    }
}
