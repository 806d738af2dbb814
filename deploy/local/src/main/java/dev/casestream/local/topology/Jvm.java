package dev.casestream.local.topology;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Command lines of child JVMs that are small: six services, a broker and the rest share one machine. */
final class Jvm {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            // Only the quick compiler: a child is ready after half the processor time, and smaller.
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
        return command(List.of("-Xmx" + heapMegabytes + "m"), "-jar", jar.toString());
    }

    /** With both compilers, for what is asked the same all day: signatures above all are checked much faster. */
    static List<String> thorough(int heapMegabytes, Path jar) {
        return command(List.of("-Xmx" + heapMegabytes + "m", "-XX:TieredStopAtLevel=4"), "-jar", jar.toString());
    }

    /** For what nobody waits for: it yields to what is waited for while there is not processor enough for both. */
    static List<String> yielding(List<String> command) {
        return Stream.concat(Stream.of("nice", "-n", "5"), command.stream()).toList();
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
        return command(List.of("-Xmx" + heapMegabytes + "m"), tail.toArray(String[]::new));
    }

    /** What CASESTREAM_JAVA_OPTIONS adds; the last word on an option counts. */
    private static List<String> wishes() {
        var options = System.getenv("CASESTREAM_JAVA_OPTIONS");
        return options == null || options.isBlank()
                ? List.of()
                : List.of(options.strip().split("\\s+"));
    }

    /** @param own options that differ from the usual ones; what is wished for has the last word */
    private static List<String> command(List<String> own, String... tail) {
        var command = new ArrayList<String>();
        command.add(JAVA.toString());
        command.addAll(SMALL);
        command.addAll(own);
        command.addAll(wishes());
        command.addAll(List.of(tail));
        return List.copyOf(command);
    }
}
