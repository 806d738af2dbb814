package dev.casestream.local.command;

import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import dev.casestream.local.supervisor.ChildSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** What must be so before anything is started. */
final class Preflight {
    private static final long NEEDED_MEGABYTES = 1024;

    private Preflight() {}

    static void check(Installation installation, List<ChildSpec> children) {
        var free = installation.var().toFile().getUsableSpace() >> 20;
        if (free < NEEDED_MEGABYTES) {
            throw new Complaint(
                    "Only " + free + " MB are free under " + installation.var() + "; " + NEEDED_MEGABYTES
                            + " MB are needed.",
                    "Free some, or set CASESTREAM_VAR to a directory on another disk.");
        }
        for (var child : children) {
            child.ports().stream().filter(port -> !isFree(port)).findFirst().ifPresent(port -> {
                throw new Complaint(
                        "Port " + port + ", which " + child.name() + " needs, is in use"
                                + PortOwner.of(port)
                                        .map(owner -> " by " + owner)
                                        .orElse("") + ".",
                        "Stop that, or move all ports with CASESTREAM_PORT_SHIFT=1000 ./casestream up.");
            });
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
