package dev.casestream.chassis.rest;

import org.jspecify.annotations.Nullable;

/** Strong entity tags made of a version, and the precondition of edits. */
public final class ETags {

    private ETags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Holds an edit to what its author has read.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 428 without If-Match, 412 when the version is another
     */
    public static void requireMatch(@Nullable String ifMatch, long version) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw Problems.preconditionRequired();
        }
        for (var tag : ifMatch.split(",")) {
            if (tag.strip().equals("*") || tag.strip().equals(of(version))) {
                return;
            }
        }
        throw Problems.stale(of(version));
    }
}
