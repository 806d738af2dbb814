package dev.casestream.ticket;

import dev.casestream.ticket.domain.Lifecycle;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The transition table with this installation's figures. */
class Rules {

    @Produces
    @Singleton
    Lifecycle lifecycle(@ConfigProperty(name = "casestream.ticket.reopen-window") Duration reopenWindow) {
        return new Lifecycle(reopenWindow);
    }
}
