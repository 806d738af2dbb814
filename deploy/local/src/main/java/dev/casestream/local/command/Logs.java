package dev.casestream.local.command;

import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the end of a child's log, and what comes. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Print the log of a service, of postgres, kafka, mail, gateway or supervisor.")
final class Logs implements Callable<Integer> {
    @Parameters(paramLabel = "SERVICE", description = "As in ./casestream status.")
    private String child = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            description = "How many lines of what was (${DEFAULT-VALUE}).")
    private int lines = 200;

    @Override
    public Integer call() throws Exception {
        var installation = Installation.here();
        var log = installation.log(child).normalize();
        if (!log.startsWith(installation.var()) || !Files.exists(log)) {
            throw new Complaint(
                    "There is no log of \"" + child + "\".",
                    "There are logs of " + known(installation.var().resolve("log")) + ".");
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(startOfLast(lines, file));
            copy(file);
            while (follow) {
                Thread.sleep(200);
                copy(file);
            }
        }
        return 0;
    }

    private static String known(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return "nothing yet";
        }
        try (var logs = Files.list(directory)) {
            return logs.map(log -> log.getFileName().toString().replace(".log", ""))
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
    }

    private static long startOfLast(int lines, RandomAccessFile file) throws IOException {
        var from = Math.max(0, file.length() - (4L << 20));
        file.seek(from);
        var bytes = new byte[(int) (file.length() - from)];
        file.readFully(bytes);
        var left = lines + 1;
        for (int at = bytes.length - 1; at >= 0; at--) {
            if (bytes[at] == '\n' && --left == 0) {
                return from + at + 1;
            }
        }
        return from;
    }

    private static void copy(RandomAccessFile file) throws IOException {
        if (file.length() < file.getFilePointer()) {
            file.seek(0);
        }
        var bytes = new byte[64 << 10];
        for (int read; (read = file.read(bytes)) > 0; ) {
            System.out.write(bytes, 0, read);
        }
        System.out.flush();
    }
}
