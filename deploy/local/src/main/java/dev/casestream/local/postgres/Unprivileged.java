package dev.casestream.local.postgres;

import dev.casestream.local.Complaint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL refuses to run as root: a user namespace, or else the user nobody, takes root's place. */
record Unprivileged(List<String> prefix, boolean needsOwnership) {
    private static final String NOBODY = "65534";

    static Unprivileged here() throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new Unprivileged(List.of(), false);
        }
        if (works("unshare", "-U", "true")) {
            return new Unprivileged(List.of("unshare", "-U"), false);
        }
        var become = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        if (works(become, "true")) {
            return new Unprivileged(become, true);
        }
        throw new Complaint(
                "PostgreSQL does not run as root, and neither unshare nor setpriv works here.",
                "Run ./casestream as an ordinary user.");
    }

    /** Gives the directory to the user that the server runs as. */
    void own(Path directory) throws IOException, InterruptedException {
        if (needsOwnership && !works("chown", "-R", NOBODY + ":" + NOBODY, directory.toString())) {
            throw new IOException(directory + " cannot be given to the user nobody");
        }
    }

    List<String> command(Path program, String... arguments) {
        var command = new ArrayList<>(prefix);
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }

    private static boolean works(List<String> prefix, String program) throws IOException, InterruptedException {
        var command = new ArrayList<>(prefix);
        command.add(program);
        return works(command.toArray(String[]::new));
    }

    private static boolean works(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
