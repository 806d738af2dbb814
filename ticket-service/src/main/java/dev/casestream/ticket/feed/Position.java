package dev.casestream.ticket.feed;

import dev.casestream.chassis.rest.Problems;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How far somebody has read: of each of the relay's buckets the last number. */
record Position(SortedMap<Short, Long> read) {

    static final Position START = new Position(new TreeMap<>());

    private static final int MAX_BUCKETS = 64;

    Position after(short bucket, long number) {
        var further = new TreeMap<>(read);
        further.merge(bucket, number, Math::max);
        return new Position(further);
    }

    String encode() {
        return read.entrySet().stream()
                .map(one -> one.getKey() + "-" + one.getValue())
                .collect(Collectors.joining("."));
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when it is none of ours */
    static Position decode(String parameter, String text) {
        var read = new TreeMap<Short, Long>();
        if (text.isEmpty()) {
            return START;
        }
        try {
            Arrays.stream(text.split("\\.", MAX_BUCKETS + 1))
                    .map(part -> part.split("-", 3))
                    .forEach(part -> {
                        var number = Long.parseLong(part[1]);
                        if (part.length != 2 || number < 0 || read.put(Short.valueOf(part[0]), number) != null) {
                            throw new IllegalArgumentException();
                        }
                    });
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw Problems.invalid(parameter, "is no position of this feed");
        }
        return new Position(read);
    }
}
