package dev.casestream.notification;

import dev.casestream.notification.domain.LoopBudget;
import io.smallrye.config.ConfigMapping;

/** How many acknowledgements an hour are sent; see {@code application.properties}. */
@ConfigMapping(prefix = "casestream.acknowledgement")
interface AcknowledgementSettings {

    int perAddress();

    int perDomain();

    default LoopBudget budget() {
        return new LoopBudget(perAddress(), perDomain());
    }
}
