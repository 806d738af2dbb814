package dev.casestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Pattern ROW = Pattern.compile("\\| `(ce_\\w+)` \\| `(\\w+)` \\|.*");

    private final String readme = Goldens.text(Path.of("README.md"));

    @Test
    void the_table_of_headers_is_the_envelope() {
        assertThat(readme.lines()
                        .map(ROW::matcher)
                        .filter(row -> row.matches())
                        .map(row -> row.group(1) + " " + row.group(2)))
                .containsExactlyElementsOf(Header.all().stream()
                        .map(header -> header.name() + " " + header.component())
                        .toList());
    }

    @Test
    void every_topic_is_told_to_be_a_log_or_a_table() {
        var logs = readme.substring(readme.indexOf("**Logs**"), readme.indexOf("**Tables**"));
        var tables = readme.substring(readme.indexOf("**Tables**"), readme.indexOf("**A tombstone**"));
        assertThat(Arrays.asList(Topic.values()))
                .allSatisfy(topic -> assertThat(topic.kind() == Topic.Kind.LOG ? logs : tables)
                        .contains("`" + topic.topicName().substring("casestream.".length()) + "`"));
    }
}
