package dev.casestream.intake.provider;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The accounts with providers: files {@code <casestream.accounts.dir>/<channel>/<account>.properties}, each with
 * {@code secret} (several, a space between them), {@code verify-token} and {@code url}. They are read when they are
 * needed, so that a changed secret holds at once.
 */
@ApplicationScoped
public class Accounts {

    private static final String ENDING = ".properties";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final int SHORTEST_SECRET = 16;

    private final Optional<Path> directory;

    public Accounts(@ConfigProperty(name = "casestream.accounts.dir") Optional<Path> directory) {
        this.directory = directory;
    }

    /** Refuses to start with an account that anybody could speak for. */
    void check(@Observes StartupEvent event) {
        if (directory.isPresent() && Files.isDirectory(directory.get())) {
            try (var channels = Files.list(directory.get())) {
                channels.filter(Files::isDirectory)
                        .map(channel -> channel.getFileName().toString())
                        .forEach(channel -> names(channel).forEach(name -> find(channel, name)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @throws IllegalStateException when its file names no secret, or a weak one */
    public Optional<Account> find(String channel, String name) {
        if (directory.isEmpty()
                || !NAME.matcher(channel).matches()
                || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        var properties = new Properties();
        try (var reader =
                Files.newBufferedReader(directory.get().resolve(channel).resolve(name + ENDING))) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new Account(
                channel,
                name,
                secrets(channel + "/" + name, properties.getProperty("secret", "")),
                given(properties, "verify-token"),
                given(properties, "url")));
    }

    public List<String> names(String channel) {
        if (directory.isEmpty() || !Files.isDirectory(directory.get().resolve(channel))) {
            return List.of();
        }
        try (var files = Files.list(directory.get().resolve(channel))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> given(Properties properties, String name) {
        return Optional.ofNullable(properties.getProperty(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static List<byte[]> secrets(String account, String given) {
        var secrets = Arrays.stream(given.strip().split("\\s+")).toList();
        if (secrets.stream().anyMatch(secret -> secret.length() < SHORTEST_SECRET)) {
            throw new IllegalStateException(
                    "The account " + account + " needs a secret of at least " + SHORTEST_SECRET + " characters");
        }
        return secrets.stream()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
