package dev.casestream.intake.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.casestream.intake.imap.ImapAccount.OAuth2;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private int expiresIn = 3600;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var answer = ("{\"access_token\":\"t" + asked.size() + "\",\"expires_in\":" + expiresIn + "}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private OAuth2 account() {
        return new OAuth2(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/token", "client", "secret & more", "refresh");
    }

    @Test
    void token_is_used_until_shortly_before_it_ends() throws Exception {
        var tokens = new AccessTokens();

        assertThat(tokens.of(account())).isEqualTo("t1");
        assertThat(tokens.of(account())).isEqualTo("t1");
        assertThat(asked)
                .containsExactly("client_id=client&client_secret=secret+%26+more&grant_type=refresh_token"
                        + "&refresh_token=refresh");
        tokens.forget();
        expiresIn = 60;
        assertThat(tokens.of(account())).isEqualTo("t2");
        assertThat(tokens.of(account())).isEqualTo("t3");
    }

    @Test
    void refusal_says_nothing_of_what_was_sent() {
        status = 400;
        assertThatThrownBy(() -> new AccessTokens().of(account()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("400")
                .hasMessageNotContaining("refresh");
    }

    @Test
    void mailbox_is_read_from_its_file_and_keeps_its_secrets(@TempDir Path directory) throws IOException {
        var file = directory.resolve("office.properties");
        Files.writeString(
                file,
                "host=outlook.office365.com\nuser=support@example.org\noauth2.token-url=https://login.example/token\n"
                        + "oauth2.client-id=c\noauth2.refresh-token=r\n");
        var account = ImapAccount.read(file);

        assertThat(account.port()).isEqualTo(993);
        assertThat(account.toString()).isEqualTo("office");
        assertThat(account.session())
                .containsEntry("mail.imap.auth.mechanisms", "XOAUTH2")
                .containsEntry("mail.imap.ssl.enable", "true")
                .containsEntry("mail.imap.ssl.checkserveridentity", "true");
        Files.writeString(file, "host=imap.example.org\nuser=u\n");
        assertThatThrownBy(() -> ImapAccount.read(file)).hasMessageContaining("password");
        Files.writeString(file, "host=imap.example.org\nuser=u\npassword=p\ntls=maybe\n");
        assertThatThrownBy(() -> ImapAccount.read(file)).hasMessageContaining("tls");
    }
}
