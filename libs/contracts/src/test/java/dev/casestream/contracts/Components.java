package dev.casestream.contracts;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that a record is made of, records within it included. */
final class Components {

    private Components() {}

    /** @param path the property as a reader meets it, as {@code delivery.messageId} or {@code candidates[].score} */
    record Component(String path, Class<?> owner, String name, Class<?> type, boolean nullable) {

        @Override
        public String toString() {
            return owner.getSimpleName() + "." + name;
        }
    }

    static Stream<Component> of(Class<?> record) {
        return within("", record);
    }

    static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static Stream<Component> within(String prefix, Class<?> record) {
        return Arrays.stream(record.getRecordComponents()).flatMap(component -> {
            var path = prefix + Goldens.property(record, component.getName());
            var list = Collection.class.isAssignableFrom(component.getType());
            var type = list ? elementOf(component.getGenericType()) : component.getType();
            var self = new Component(path, record, component.getName(), type, isNullable(component));
            return Stream.concat(
                    Stream.of(self), type.isRecord() ? within(path + (list ? "[]." : "."), type) : Stream.empty());
        });
    }

    private static Class<?> elementOf(Type list) {
        return (Class<?>) ((ParameterizedType) list).getActualTypeArguments()[0];
    }
}
