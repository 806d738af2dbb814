package dev.casestream.intake.channel;

import dev.casestream.intake.domain.Reading;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Forms and widgets on web pages: open to strangers. */
@ApplicationScoped
public class WebChannel implements Channel {

    public static final String NAME = "web";

    private final Submissions submissions;

    public WebChannel(Submissions submissions) {
        this.submissions = submissions;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public @Nullable String dedupeKey(Arrival arrival) {
        return submissions.dedupeKey(arrival);
    }

    @Override
    public Reading read(Arrival arrival) throws IOException {
        return submissions.read(arrival);
    }
}
