package dev.casestream.local.command;

import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import dev.casestream.local.key.Keys;
import dev.casestream.local.supervisor.Supervisor;
import dev.casestream.local.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The supervisor itself: it runs for as long as the platform does. */
@Command(name = "supervise", hidden = true, description = "Runs the platform in the foreground; `up` starts this.")
final class Supervise implements Callable<Integer> {
    /** What `up` writes once it has seen that all is ready; when it dies before, nothing shall be left behind. */
    static final int GO_ON = '\n';

    @Mixin
    private WishOptions wish = new WishOptions();

    @Override
    public Integer call() throws Exception {
        var installation = Installation.here();
        var lock = FileChannel.open(
                installation.var().resolve("run/supervisor.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new Complaint("The platform runs already.", "See ./casestream status.");
        }
        var topology = new Topology(installation, Keys.in(installation.keys()), wish.read());
        var supervisor = new Supervisor(installation, topology.children());
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stop));
        Thread.ofVirtual().start(Supervise::endWithWhoeverStartedUs);
        if (!supervisor.start()) {
            return 1;
        }
        supervisor.watchDisk();
        return 0;
    }

    private static void endWithWhoeverStartedUs() {
        try {
            if (System.in.read() != GO_ON) {
                System.exit(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
