package dev.casestream.intake;

import static dev.casestream.intake.Scene.admin;
import static dev.casestream.intake.Scene.as;
import static dev.casestream.intake.Scene.awaitOutcome;
import static dev.casestream.intake.Scene.mailed;
import static dev.casestream.intake.Scene.outcome;
import static dev.casestream.intake.Scene.reason;
import static dev.casestream.intake.Scene.stranger;
import static dev.casestream.intake.Scene.submitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.CustomerProfile.Identity;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody writes who is blocked waits for a person, on every channel; nothing of it is lost. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(ReplyKeys.class)
class BlockedSendersIT {

    private final Scene scene = new Scene();
    private final String name = "b" + Ids.next().toString().replace("-", "");
    private final UUID customer = Ids.next();
    private final List<Identity> identities =
            List.of(new Identity("email", name + "@example.org", true), new Identity("handle", "api:" + name, false));

    @AfterEach
    void leave() {
        scene.close();
    }

    private UUID byForm(String email) {
        return submitted(
                stranger(), Map.of("sender", Map.of("email", email), "subject", "Me again", "body", "Answer me!"));
    }

    private UUID byHandle() {
        return submitted(
                as(Roles.SERVICE, "shop"),
                Map.of(
                        "channel",
                        "api",
                        "sender",
                        Map.of("handle", name),
                        "subject",
                        "Me again",
                        "body",
                        "Answer me!"));
    }

    private UUID byMail() {
        return mailed(
                name.toUpperCase(Locale.ROOT) + "@example.org", "Me again", Ids.next() + "@example.org", "Answer me!");
    }

    private void known(long version, boolean blocked) {
        scene.knows(customer, version, identities, blocked);
        await().until(() -> Scene.count("blocked_sender WHERE customer_id = '" + customer + "'") == (blocked ? 2 : 0));
    }

    @Test
    void whoever_is_blocked_is_held_back_on_every_channel_until_a_person_lets_it_through() {
        scene.event(byForm(name + "@example.org"));
        known(1, true);
        var held = List.of(byForm(name + "@Example.org"), byHandle(), byMail());
        held.forEach(id -> {
            awaitOutcome(id, "quarantined");
            assertThat(reason(id)).isEqualTo("blocked-sender");
        });
        scene.event(byForm("other" + name + "@example.org"));
        assertThat(held).allSatisfy(id -> assertThat(scene.events(id)).isEmpty());
        Scene.assertSumsAgree();

        var forgiven = held.getLast();
        admin().post("/v1/inquiries/{id}/release", forgiven).then().statusCode(202);
        scene.event(forgiven);
        scene.opens(forgiven, "CS-" + name, "support");
        admin().post("/v1/inquiries/{id}/reject", held.getFirst()).then().statusCode(202);
        assertThat(outcome(held.getFirst())).isEqualTo("rejected");

        known(2, false);
        scene.event(byForm(name + "@example.org"));
        Scene.assertSumsAgree();
    }

    @Test
    void whoever_is_erased_is_no_longer_known_as_blocked() {
        known(1, true);
        scene.erases(customer, 2);
        await().until(() -> Scene.count("blocked_sender WHERE customer_id = '" + customer + "'") == 0);
    }
}
