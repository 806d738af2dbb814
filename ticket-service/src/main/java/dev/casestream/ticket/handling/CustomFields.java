package dev.casestream.ticket.handling;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.directory.Directory;
import dev.casestream.ticket.domain.Field;
import dev.casestream.ticket.domain.Field.Type;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fills in custom fields, each as its type wants it. */
@ApplicationScoped
public class CustomFields {

    private final Directory directory;

    CustomFields(Directory directory) {
        this.directory = directory;
    }

    /**
     * Changes the fields that are named; null clears one.
     *
     * @return the codes of those that are another than before
     */
    public Uni<List<String>> fill(Turn turn, Map<String, @Nullable Object> values) {
        if (values.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var known = turn.fields().stream().collect(Collectors.toMap(Field::code, Function.identity()));
        values.forEach((code, value) -> require(known.get(code), code, value));
        return agents(values, known)
                .onItem()
                .transformToUniAndConcatenate(agent -> directory.requireAgent(turn.work(), agent))
                .collect()
                .asList()
                .map(done -> merge(turn, values));
    }

    private static void require(@Nullable Field field, String code, @Nullable Object value) {
        if (field == null) {
            throw Problems.unprocessable(
                    "unknown-field", "There is no custom field " + (code.length() > 64 ? code.substring(0, 64) : code));
        }
        if (value != null) {
            field.refusal(value).ifPresent(refusal -> {
                throw Problems.invalid("fields." + code, refusal);
            });
        }
    }

    private static Multi<String> agents(Map<String, @Nullable Object> values, Map<String, Field> known) {
        return Multi.createFrom()
                .items(values.entrySet().stream()
                        .filter(entry -> Objects.requireNonNull(known.get(entry.getKey()))
                                        .type()
                                == Type.USER)
                        .map(Map.Entry::getValue)
                        .filter(Objects::nonNull)
                        .map(Object::toString));
    }

    private static List<String> merge(Turn turn, Map<String, @Nullable Object> values) {
        var before = turn.ticket().fields();
        var after = new TreeMap<>(before);
        values.forEach((code, value) -> {
            if (value == null) {
                after.remove(code);
            } else {
                after.put(code, value);
            }
        });
        var changed = values.keySet().stream()
                .filter(code -> !Objects.equals(before.get(code), after.get(code)))
                .sorted()
                .toList();
        if (!changed.isEmpty()) {
            turn.fill(after);
        }
        return changed;
    }
}
