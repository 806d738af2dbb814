package dev.casestream.local.command;

import dev.casestream.local.topology.Wish;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say what of the platform shall run. */
final class WishOptions {
    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Run only these, as in --only postgres,kafka,mail to develop a service against them.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--scale",
            paramLabel = "SERVICE=N",
            description = "Run N replicas of a service; the gateway balances between them.")
    private Map<String, Integer> scale = Map.of();

    @Option(
            names = "--demo",
            description = "Let customers ask and agents answer from the start; see ./casestream logs demo.")
    private boolean demo;

    Wish read() {
        return new Wish(new LinkedHashSet<>(only), scale, demo);
    }

    /** The same options for another process. */
    List<String> asArguments() {
        var arguments = new ArrayList<String>();
        only.forEach(name -> arguments.add("--only=" + name));
        scale.forEach((name, count) -> arguments.add("--scale=" + name + "=" + count));
        if (demo) {
            arguments.add("--demo");
        }
        return arguments;
    }
}
