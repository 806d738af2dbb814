package dev.casestream.notification;

import dev.casestream.notification.domain.RetryPolicy;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How deliveries are made; see {@code application.properties}. */
@ConfigMapping(prefix = "casestream.delivery")
interface DeliverySettings {

    /** How often it is looked for due ones that nobody woke us for. */
    Duration poll();

    /** How many attempts are made at once. */
    int concurrency();

    /** When an attempt is over though no server has answered. */
    Duration timeout();

    /** How long an attempt's outcome is waited for before another may be made; longer than the time-out. */
    Duration lease();

    Duration retryFirst();

    Duration retryMost();

    Duration giveUpAfter();

    default RetryPolicy retries() {
        return new RetryPolicy(retryFirst(), retryMost(), giveUpAfter());
    }
}
