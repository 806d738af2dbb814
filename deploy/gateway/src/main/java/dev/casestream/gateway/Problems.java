package dev.casestream.gateway;

/** The gateway's own refusals. */
final class Problems {
    private Problems() {}

    static Problem badPath(String detail) {
        return new Problem(400, "bad-path", "Ambiguous path", detail);
    }

    static Problem notFound() {
        return new Problem(404, "not-found", "Not found", "Nothing is published at this path; / describes what is");
    }

    static Problem tooLarge(Settings settings) {
        return new Problem(
                413, "too-large", "Too large", "A request may have at most " + settings.maxBodyBytes() + " bytes");
    }

    static Problem overloaded(Service service) {
        return new Problem(
                503, "overloaded", "Too much at once", "Nothing was done by " + service + "; try again in 1 s");
    }
}
