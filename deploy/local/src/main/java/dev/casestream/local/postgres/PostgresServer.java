package dev.casestream.local.postgres;

import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import dev.casestream.local.Trees;
import dev.casestream.local.supervisor.ChildSpec;
import dev.casestream.local.supervisor.ProcessId;
import dev.casestream.local.supervisor.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The one PostgreSQL server, with a database per service; durable: fsync stays on. */
public final class PostgresServer {
    public static final String USER = "postgres";
    private static final int CONNECTIONS = 160;
    private static final Duration ORPHANS_LEAVE = Duration.ofSeconds(5);

    private final Installation installation;
    private final List<String> databases;
    private final Path data;
    private final Path binaries;
    private final int port;
    private final String password;
    private final Unprivileged runner;

    private PostgresServer(Installation installation, List<String> databases, String password, Unprivileged runner) {
        this.password = password;
        this.installation = installation;
        this.databases = databases;
        this.data = installation.var().resolve("postgres");
        this.binaries = installation.var().resolve("bin/postgres-18");
        this.port = installation.port(15432);
        this.runner = runner;
    }

    public static ChildSpec spec(Installation installation, List<String> databases, String password)
            throws IOException, InterruptedException {
        return new PostgresServer(installation, databases, password, Unprivileged.here()).spec();
    }

    private ChildSpec spec() {
        var command = runner.command(
                binaries.resolve("bin/postgres"),
                "-D",
                data.toString(),
                "-c",
                "port=" + port,
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "shared_buffers=64MB",
                "-c",
                "max_connections=" + CONNECTIONS,
                "-c",
                "max_wal_size=512MB",
                "-c",
                "idle_in_transaction_session_timeout=60s",
                "-c",
                "log_line_prefix=%m [%p] %d ");
        // SIGINT is the fast shutdown: it ends sessions instead of waiting for them.
        return new ChildSpec(
                "postgres",
                Stage.DATA,
                command,
                Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC"),
                List.of(port),
                process -> everyDatabaseIsThere(),
                this::prepare,
                "INT");
    }

    private void prepare(List<ProcessId> orphans) throws Exception {
        PostgresBinaries.unpack(binaries);
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise();
        }
        letGo(orphans);
        dropStalePidFile();
    }

    private void initialise() throws IOException, InterruptedException {
        var beside = data.resolveSibling("postgres.new");
        Trees.delete(beside);
        Files.createDirectories(
                beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var secret = Files.writeString(Files.createTempFile(data.getParent(), "initdb", ".password"), password);
        runner.own(beside);
        runner.own(secret);
        var log = installation.log("postgres");
        Files.createDirectories(log.getParent());
        var command = runner.command(
                binaries.resolve("bin/initdb"),
                "-D",
                beside.toString(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + secret,
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--data-checksums");
        var code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start()
                .waitFor();
        Files.delete(secret);
        if (code != 0) {
            throw new Complaint("initdb failed with status " + code + ".", "See " + log + ".");
        }
        Files.move(beside, data);
    }

    /** A killed postmaster leaves sessions that hold its shared memory; a new one starts once they are gone. */
    private static void letGo(List<ProcessId> orphans) throws InterruptedException {
        var alive = orphans.stream().flatMap(orphan -> orphan.alive().stream()).toList();
        var gone = CompletableFuture.allOf(
                alive.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        try {
            gone.get(ORPHANS_LEAVE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
            alive.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void dropStalePidFile() throws IOException {
        var file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        var pid = Files.readAllLines(file).getFirst().strip();
        var isPostgres = ProcessHandle.of(Long.parseLong(pid))
                .flatMap(handle -> handle.info().command())
                .filter(command -> command.endsWith("postgres"))
                .isPresent();
        if (!isPostgres) {
            Files.delete(file);
        }
    }

    private boolean everyDatabaseIsThere() {
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?connectTimeout=2&socketTimeout=10",
                        USER,
                        password);
                var statement = connection.createStatement()) {
            var present = new HashSet<String>();
            try (var rows = statement.executeQuery("SELECT datname FROM pg_database")) {
                while (rows.next()) {
                    present.add(rows.getString(1));
                }
            }
            for (var missing : new ArrayList<>(databases)) {
                if (!present.contains(missing)) {
                    statement.execute("CREATE DATABASE " + missing);
                }
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
