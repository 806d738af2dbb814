package dev.casestream.local.topology;

import dev.casestream.local.Installation;
import dev.casestream.local.key.Keys;
import dev.casestream.local.postgres.PostgresServer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment of a service: the same names as in docker-compose.yml, which a test holds against these. */
public record Settings(Installation installation, Keys keys) {
    public static final String MAIL_ADDRESS = "support@casestream.local";

    public Map<String, String> of(Service service, int replica) throws IOException {
        var database = "postgresql://127.0.0.1:" + installation.port(15432) + "/" + service.database();
        var settings = new LinkedHashMap<String, String>();
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(service.port(installation, replica)));
        settings.put("QUARKUS_DATASOURCE_REACTIVE_URL", database);
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:" + database);
        settings.put("QUARKUS_DATASOURCE_USERNAME", PostgresServer.USER);
        settings.put("QUARKUS_DATASOURCE_PASSWORD", keys.databasePassword());
        settings.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + installation.port(19092));
        settings.put("QUARKUS_OIDC_PUBLIC_KEY", keys.publicKey());
        settings.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        settings.put("CASESTREAM_PUBLIC_URL", installation.publicUrl());
        settings.put("CASESTREAM_REPLY_TOKEN_KEY_FILE", keys.replyTokens().toString());
        settings.put(
                "CASESTREAM_ATTACHMENTS_DIR",
                installation.var().resolve("attachments").toString());
        switch (service) {
            case INTAKE -> {
                settings.put("CASESTREAM_SMTP_HOST", "127.0.0.1");
                settings.put("CASESTREAM_SMTP_PORT", Integer.toString(service.smtpPort(installation, replica)));
                settings.put("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES", "127.0.0.1");
            }
            case NOTIFICATION -> {
                settings.put("QUARKUS_MAILER_HOST", "127.0.0.1");
                settings.put("QUARKUS_MAILER_PORT", Integer.toString(installation.port(3025)));
                settings.put("CASESTREAM_MAIL_FROM", MAIL_ADDRESS);
            }
            case ROUTING -> settings.put("CASESTREAM_SEED", "demo");
            case TICKET, SLA, ANALYTICS -> {}
        }
        return settings;
    }
}
