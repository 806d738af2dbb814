package dev.casestream.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** In place of a service: healthy at once on its port, or dead at once where its checkout has a file named broken. */
public final class StandIn {
    private StandIn() {}

    public static void main(String... arguments) throws IOException {
        if (Files.exists(Path.of("broken"))) {
            System.err.println("java.lang.IllegalStateException: the stand-in is broken");
            System.exit(3);
        }
        var port = Integer.parseInt(Objects.requireNonNull(System.getenv("QUARKUS_HTTP_PORT")));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 10);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    /** Puts it where the build puts a service. */
    static void standInFor(String service, Path home) {
        var jar = home.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
        var file = StandIn.class.getName().replace('.', '/') + ".class";
        try {
            Files.createDirectories(jar.getParent());
            try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                    var in = StandIn.class.getClassLoader().getResourceAsStream(file)) {
                out.putNextEntry(new JarEntry(file));
                Objects.requireNonNull(in).transferTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
