package dev.casestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AsyncApiTest {

    static final Path DOCUMENT = Goldens.RESOURCES.resolve("asyncapi.yaml");

    @Test
    void the_committed_document_is_the_generated_one() throws IOException {
        Regenerated.compare(DOCUMENT, AsyncApi.document());
    }

    @Test
    void the_topics_that_are_created_are_those_of_the_contracts() {
        assertThat(DeployedTopics.names())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Topic.values()).map(Topic::topicName).toList());
    }

    @Test
    void logs_are_deleted_by_time_and_tables_compacted() {
        assertThat(Topic.values()).allSatisfy(topic -> {
            var deployed = DeployedTopics.get(topic);
            assertThat(deployed.kind()).isEqualTo(topic.kind().name().toLowerCase(Locale.ROOT));
            assertThat(deployed.cleanupPolicy()).isEqualTo(topic.kind() == Topic.Kind.LOG ? "delete" : "compact");
        });
    }
}
