package dev.casestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The specification's own parser accepts the document. Needs node and npm; not run where they are missing. */
class AsyncApiParserTest {

    private static final Path HOME = Path.of("target/asyncapi-parser").toAbsolutePath();
    private static final String PARSER = "@asyncapi/parser@" + System.getProperty("asyncapi-parser.version");

    record Finished(int status, String output) {}

    @BeforeEach
    void install() throws IOException, InterruptedException {
        assumeTrue(run("node", "--version").status() == 0, "not run: node was not found");
        if (Files.notExists(HOME.resolve("node_modules/@asyncapi/parser/package.json"))) {
            Files.createDirectories(HOME);
            var npm = run(
                    "npm",
                    "install",
                    "--prefix",
                    HOME.toString(),
                    "--prefer-offline",
                    "--ignore-scripts",
                    "--loglevel=error",
                    "--no-audit",
                    "--no-fund",
                    PARSER);
            assumeTrue(npm.status() == 0, () -> "not run: npm could not install " + PARSER + ": " + npm.output());
        }
    }

    @Test
    void the_document_is_valid() throws IOException, InterruptedException {
        var parsed = parse(AsyncApiTest.DOCUMENT);
        assertThat(parsed.output())
                .contains(
                        Topic.values().length + " channels, " + EventType.all().count() + " messages");
        assertThat(parsed.status()).isZero();
    }

    @Test
    void a_document_that_is_not_valid_is_found_out() throws IOException, InterruptedException {
        var broken = HOME.resolve("broken.yaml");
        Files.writeString(broken, Goldens.text(AsyncApiTest.DOCUMENT).replaceFirst("action: send", "action: shout"));
        var parsed = parse(broken);
        assertThat(parsed.output()).contains("operations/inquiries/action");
        assertThat(parsed.status()).isEqualTo(1);
    }

    private static Finished parse(Path document) throws IOException, InterruptedException {
        return run("node", "src/test/resources/validate-asyncapi.cjs", document.toString());
    }

    private static Finished run(String... command) throws IOException, InterruptedException {
        var output = Files.createTempFile("asyncapi", ".txt");
        try {
            var builder = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("NODE_PATH", HOME.resolve("node_modules").toString());
            var process = builder.start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Finished(-1, "no answer within 2 minutes");
            }
            return new Finished(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            return new Finished(-1, String.valueOf(e.getMessage()));
        } finally {
            Files.delete(output);
        }
    }
}
