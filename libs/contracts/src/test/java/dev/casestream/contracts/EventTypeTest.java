package dev.casestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventTypeTest {

    record ThingDone() {}

    record ThingDoneV2() {}

    record V2() {}

    record ServedTV() {}

    @Test
    void a_record_without_ending_is_version_1() {
        assertThat(EventType.of(ThingDone.class)).isEqualTo("casestream.ThingDone.v1");
        assertThat(EventType.of(ServedTV.class)).isEqualTo("casestream.ServedTV.v1");
        assertThat(EventType.of(V2.class)).isEqualTo("casestream.V2.v1");
    }

    @Test
    void a_breaking_change_is_the_same_name_with_the_next_version() {
        assertThat(EventType.of(ThingDoneV2.class)).isEqualTo("casestream.ThingDone.v2");
    }

    @Test
    void names_on_the_wire_are_unique_and_well_formed() {
        assertThat(EventType.all().map(EventType::of))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("casestream\\.[A-Z][A-Za-z]+\\.v[1-9]\\d*"));
    }

    @Test
    void events_are_told_in_the_past_tense() {
        assertThat(Arrays.stream(Topic.values())
                        .filter(topic -> topic.kind() == Topic.Kind.LOG)
                        .flatMap(topic -> EventType.recordsOf(topic.type()).stream())
                        .map(EventType::of))
                .allSatisfy(name -> assertThat(name).matches(".*(ed|Sent|Held)\\.v\\d+"));
    }

    @Test
    void a_stream_is_sealed_or_one_record() {
        assertThat(Topic.values())
                .allSatisfy(topic -> assertThat(
                                topic.type().isSealed() || topic.type().isRecord())
                        .isTrue());
    }
}
