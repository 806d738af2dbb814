package dev.casestream.local.topology;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Command lines of child JVMs that are small: six services, a broker and the rest share one machine. */
final class Jvm {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            // Only the quick compiler: a service is ready after half the processor time, and smaller.
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xss512k",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8",
            "-Duser.timezone=UTC");

    /** Fewer malloc arenas: resident memory stays near what is used. */
    static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

    private Jvm() {}

    static List<String> jar(int heapMegabytes, Path jar) {
        return command(heapMegabytes, "-jar", jar.toString());
    }

    /** A main class on the launcher's own class path. */
    static List<String> main(int heapMegabytes, Class<?> main, Object... arguments) {
        var tail = new ArrayList<>(List.of(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (var argument : arguments) {
            tail.add(argument.toString());
        }
        return command(heapMegabytes, tail.toArray(String[]::new));
    }

    /** What CASESTREAM_JAVA_OPTIONS adds; the last word on an option counts. */
    private static List<String> wishes() {
        var options = System.getenv("CASESTREAM_JAVA_OPTIONS");
        return options == null || options.isBlank()
                ? List.of()
                : List.of(options.strip().split("\\s+"));
    }

    private static List<String> command(int heapMegabytes, String... tail) {
        var command = new ArrayList<String>();
        command.add(JAVA.toString());
        command.add("-Xmx" + heapMegabytes + "m");
        command.addAll(SMALL);
        command.addAll(wishes());
        command.addAll(List.of(tail));
        return List.copyOf(command);
    }
}
