package dev.casestream.intake.channel;

import dev.casestream.intake.domain.Reading;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Machines and agents that hand in requests, under whatever channel name they say. */
@ApplicationScoped
public class ApiChannel implements Channel {

    public static final String NAME = "api";

    private final Submissions submissions;

    public ApiChannel(Submissions submissions) {
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
