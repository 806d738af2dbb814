package dev.casestream.local;

import dev.casestream.local.command.Casestream;
import dev.casestream.local.supervisor.ProcessId;
import dev.casestream.local.supervisor.RunState;
import dev.casestream.local.supervisor.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs the launcher as a user does: as a process, with a state directory and ports of its own. */
record CommandLineRun(Path home, Path var, int shift) {
    static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

    record Outcome(int status, String output) {}

    Outcome run(String... arguments) throws IOException, InterruptedException {
        var output = Files.createTempFile(Path.of("target"), "casestream", ".out");
        var status = start(output, arguments).waitFor();
        return new Outcome(status, Files.readString(output));
    }

    Process start(Path output, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dcasestream.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Casestream.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("CASESTREAM_VAR", var.toString());
        builder.environment().put("CASESTREAM_PORT_SHIFT", Integer.toString(shift));
        return builder.start();
    }

    RunState state() {
        return new StateFile(var.resolve("run/state.json")).read().orElseThrow();
    }

    RunState.ChildState child(String name) {
        return state().child(name).orElseThrow();
    }

    ProcessId process(String name) {
        return Objects.requireNonNull(child(name).process(), name);
    }

    void kill(String name) {
        process(name).alive().orElseThrow().destroyForcibly();
    }
}
