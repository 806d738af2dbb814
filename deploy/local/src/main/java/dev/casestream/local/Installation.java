package dev.casestream.local;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where this checkout keeps what it runs with.
 *
 * @param home the root of the checkout
 * @param var data, keys, logs and the record of what runs; CASESTREAM_VAR moves it
 * @param portShift added to every port, so that two platforms fit on one machine; CASESTREAM_PORT_SHIFT sets it
 */
public record Installation(Path home, Path var, int portShift) {
    public static Installation here() {
        var home = Path.of(System.getProperty("casestream.home", "."))
                .toAbsolutePath()
                .normalize();
        var var = setting("CASESTREAM_VAR").map(Path::of).orElse(home.resolve("var"));
        return new Installation(home, var.toAbsolutePath().normalize(), shift());
    }

    private static int shift() {
        var text = setting("CASESTREAM_PORT_SHIFT").orElse("0");
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 45_000) {
            throw new Complaint(
                    "CASESTREAM_PORT_SHIFT is \"" + text + "\".", "Set it to a number from 0 to 45000, or unset it.");
        }
        return Integer.parseInt(text);
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    public int port(int usual) {
        return usual + portShift;
    }

    public String publicUrl() {
        return "http://localhost:" + port(8080);
    }

    public Path log(String child) {
        return var.resolve("log").resolve(child + ".log");
    }

    public Path state() {
        return var.resolve("run/state.json");
    }

    public Path readyFile(String child) {
        return var.resolve("run").resolve(child + ".ready");
    }

    public Path mail() {
        return var.resolve("mail");
    }

    public Path keys() {
        return var.resolve("keys");
    }
}
