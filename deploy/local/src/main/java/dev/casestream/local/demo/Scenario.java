package dev.casestream.local.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;

/** What a customer asks, and how the conversation goes on; {@code {number}} is drawn anew for each customer. */
record Scenario(
        String language,
        String subject,
        String inquiry,
        String answer,
        String followUp,
        String solution,
        String resolution) {

    static List<Scenario> all() throws IOException {
        try (var yaml = Scenario.class.getResourceAsStream("/demo/scenarios.yaml")) {
            return new YAMLMapper().readValue(yaml, new TypeReference<>() {});
        }
    }

    Scenario with(int number) {
        var text = Integer.toString(number);
        return new Scenario(
                language,
                subject.replace("{number}", text),
                inquiry.replace("{number}", text).strip(),
                answer,
                followUp,
                solution,
                resolution);
    }
}
