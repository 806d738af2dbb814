package dev.casestream.e2e.nemesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The steps that docs/ticket-lifecycle.md allows: an event takes a ticket from one status to another. */
record LegalSteps(Set<Step> steps) {

    private static final Pattern SAID = Pattern.compile("([A-Z][A-Za-z]+) ([A-Z_]+)");

    /** @param from empty before the opening */
    record Step(String from, String event, String to) {}

    static LegalSteps documented() throws IOException {
        return read(Files.readAllLines(Path.of("../docs/ticket-lifecycle.md")));
    }

    static LegalSteps read(List<String> page) {
        var rows = page.stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
                .map(line -> List.of(line.substring(1).split("\\|")))
                .toList();
        var steps = new HashSet<Step>();
        steps.add(new Step("", "TicketOpened", "NEW"));
        // The table's proposals come in time; one that does not changes nothing.
        rows.getFirst().stream()
                .skip(1)
                .map(String::strip)
                .forEach(status -> steps.add(new Step(status, "AssignmentDeclined", status)));
        for (var row : rows.subList(1, rows.size())) {
            for (int column = 1; column < row.size(); column++) {
                var from = rows.getFirst().get(column).strip();
                var said = SAID.matcher(row.get(column));
                while (said.find()) {
                    steps.add(new Step(from, said.group(1), said.group(2)));
                    from = said.group(2);
                }
            }
        }
        return new LegalSteps(Set.copyOf(steps));
    }

    boolean allows(String from, String event, String to) {
        return steps.contains(new Step(from, event, to));
    }
}
