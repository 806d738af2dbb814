package dev.casestream.local.supervisor;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says whether a running child is ready to work. */
@FunctionalInterface
public interface Readiness {
    boolean of(ProcessHandle child);

    /** Ready once the URL answers with a 2xx. */
    static Readiness http(URI url) {
        return child -> {
            try {
                var connection = (HttpURLConnection) url.toURL().openConnection();
                connection.setConnectTimeout(1000);
                connection.setReadTimeout(3000);
                try {
                    return connection.getResponseCode() / 100 == 2;
                } finally {
                    connection.disconnect();
                }
            } catch (IOException e) {
                return false;
            }
        };
    }

    /** Ready once the child has written its own pid into the file. */
    static Readiness file(Path file) {
        return child -> {
            try {
                return Files.readString(file).equals(Long.toString(child.pid()));
            } catch (IOException e) {
                return false;
            }
        };
    }
}
