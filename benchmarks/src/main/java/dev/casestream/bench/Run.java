package dev.casestream.bench;

import dev.casestream.bench.load.Load;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Findings;
import dev.casestream.bench.platform.Platform;
import dev.casestream.local.Installation;
import dev.casestream.local.Trees;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What benchmarks of one run share: the platform that runs, the generator, and what was found before. */
public final class Run implements AutoCloseable {
    /** So that the limits of strangers and of machines that answer each other do not cut the load off. */
    private static final Map<String, String> WIDE = Map.of(
            "CASESTREAM_ACKNOWLEDGEMENT_PER_ADDRESS", "1000000",
            "CASESTREAM_ACKNOWLEDGEMENT_PER_DOMAIN", "100000000",
            "CASESTREAM_MAIL_LOOP_BUDGET", "1000000",
            "CASESTREAM_SMTP_MAX_CONNECTIONS_PER_ADDRESS", "100");

    private final Installation usual;
    private final Findings findings;
    private final Load load;
    private final double scale;
    private @Nullable Platform platform;
    private String current = "";

    /** @param scale of all lengths; 1 for figures that count */
    Run(Installation usual, Findings findings, Load load, double scale) {
        this.usual = usual;
        this.scale = scale;
        this.findings = findings;
        this.load = load;
    }

    void enter(String benchmark) {
        current = benchmark;
    }

    /** How long to do something that a run of full length does for so long. */
    public Duration seconds(double seconds) {
        return Duration.ofMillis((long) Math.max(500, 1000 * scale * seconds));
    }

    /** How many to do of something that a run of full length does so often. */
    public int many(int count) {
        return (int) Math.max(1, Math.ceil(scale * count));
    }

    public Load load() {
        return load;
    }

    public Findings findings() {
        return findings;
    }

    public Figure found(Figure figure) {
        System.out.printf(
                "    %s: %s %s%n",
                figure.what(), dev.casestream.bench.measure.Numbers.of(figure.value()), figure.unit());
        return findings.add(current, figure);
    }

    /** The whole platform with empty tables, started once a run. */
    public Platform platform() throws IOException, InterruptedException {
        if (platform == null || !platform.installation().equals(Platform.beside(usual, "whole"))) {
            stop();
            var whole = Platform.beside(usual, "whole");
            Trees.delete(whole.var());
            platform = Platform.start(whole, List.of(), WIDE);
        }
        return platform;
    }

    /** A part of the platform on data that are kept between runs. */
    public Platform seeded(String name, List<String> only) throws IOException, InterruptedException {
        stop();
        platform = Platform.start(Platform.beside(usual, name), only, WIDE);
        return platform;
    }

    public Installation installation(String name) {
        return Platform.beside(usual, name);
    }

    void stop() {
        if (platform != null) {
            platform.close();
            platform = null;
        }
    }

    @Override
    public void close() {
        stop();
        load.close();
    }
}
