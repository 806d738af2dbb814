package dev.casestream.intake;

import static dev.casestream.intake.Scene.admin;
import static dev.casestream.intake.Scene.as;
import static dev.casestream.intake.Scene.awaitOutcome;
import static dev.casestream.intake.Scene.mailed;
import static dev.casestream.intake.Scene.stranger;
import static dev.casestream.intake.Scene.submitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.security.Roles;
import dev.casestream.chassis.store.ContentStore;
import dev.casestream.contracts.CustomerProfile.Identity;
import dev.casestream.intake.store.Sha256;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is left of somebody who had us forget them: that something came and what became of it, and no word of it. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(ReplyKeys.class)
class ErasureIT {

    private final Scene scene = new Scene();
    private final String name = "e" + Ids.next().toString().replace("-", "");
    private final String address = name + "@example.org";
    private final UUID customer = Ids.next();

    @Inject
    ContentStore store;

    @AfterEach
    void leave() {
        scene.close();
    }

    private static UUID mail(String from, String id, String body) {
        return mailed(from, "From " + from, id, body);
    }

    private static UUID form(String email) {
        return submitted(
                stranger(), Map.of("sender", Map.of("email", email), "subject", "From " + email, "body", "Words"));
    }

    private UUID byHandle() {
        return submitted(
                as(Roles.SERVICE, "shop"),
                Map.of("channel", "api", "sender", Map.of("handle", name), "subject", "From " + name, "body", "Words"));
    }

    private UUID opened(UUID inquiry, UUID by) {
        scene.event(inquiry);
        return scene.opens(inquiry, "CS-" + inquiry, "support", by);
    }

    /** Rows in which anything of a name can be read, originals included. */
    private static long traces(String name) {
        return Scene.count("inquiry i WHERE i::text LIKE '%" + name + "%'")
                + Scene.count("receipt r WHERE r::text LIKE '%" + name + "%'")
                + Scene.count("blocked_sender b WHERE b::text LIKE '%" + name + "%'")
                + Scene.count("raw_message r WHERE circumstances LIKE '%" + name + "%' OR position('" + name
                        + "'::bytea IN body) > 0");
    }

    private void awaitNoTraces() {
        await().until(() -> traces(name) == 0);
    }

    private static void assertErased(UUID inquiry, String outcome, @Nullable String reason) {
        admin().get("/v1/inquiries/{id}", inquiry)
                .then()
                .statusCode(200)
                .body("outcome", equalTo(outcome))
                .body("reason", equalTo(reason))
                .body("erasedAt", notNullValue())
                .body("subject", nullValue())
                .body("sender.email", nullValue());
        admin().get("/v1/inquiries/{id}/raw", inquiry)
                .then()
                .statusCode(404)
                .body("detail", containsString("original"));
        admin().post("/v1/inquiries/{id}/reprocess", inquiry)
                .then()
                .statusCode(409)
                .body("rule", equalTo("erased"))
                .body("state.outcome", equalTo(outcome));
    }

    private static void assertKept(UUID inquiry, String words) {
        admin().get("/v1/inquiries/{id}", inquiry)
                .then()
                .body("erasedAt", nullValue())
                .body("subject", containsString(words));
        var raw = admin().get("/v1/inquiries/{id}/raw", inquiry)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(raw).contains(words);
    }

    @Test
    void originals_senders_and_what_was_held_back_go_and_the_sums_stay() {
        var id = Ids.next() + "@example.org";
        var mailed = mail(address, id, "Words of " + name);
        mail(address, id, "Words of " + name);
        var ticket = opened(mailed, customer);
        var appended = byHandle();
        scene.event(appended);
        scene.appends(ticket, 2, appended, customer);
        var colleague = form("colleague-of-" + address);
        scene.event(colleague);
        scene.appends(ticket, 3, colleague);
        var stranger = "s" + Ids.next().toString().replace("-", "") + "@example.org";
        var other = form(stranger);
        opened(other, Ids.next());
        scene.knows(customer, 1, List.of(new Identity("email", "second-" + address, true)), true);
        await().until(() -> Scene.count("blocked_sender WHERE customer_id = '" + customer + "'") == 1);
        var held = form("second-" + address);
        awaitOutcome(held, "quarantined");
        var sums = sums();

        scene.erases(customer, 2);
        awaitNoTraces();
        assertErased(mailed, "accepted", null);
        assertErased(appended, "appended", null);
        assertErased(colleague, "appended", null);
        assertErased(held, "rejected", "erased");
        assertThat(Scene.count("inquiry WHERE duplicate_of = '" + mailed + "' AND erased_at IS NOT NULL"))
                .isOne();
        assertKept(other, stranger);
        assertThat(sums()).isEqualTo(sums);
        Scene.assertSumsAgree();
    }

    /** How many came, and how many of them became something. */
    private static List<Long> sums() {
        var sheet = admin().get("/v1/ledger").then().extract().jsonPath();
        return List.of(
                sheet.getLong("total.received"),
                sheet.getLong("total.accepted"),
                sheet.getLong("total.appended"),
                sheet.getLong("total.duplicate"),
                sheet.getLong("total.quarantined") + sheet.getLong("total.rejected"));
    }

    @Test
    void what_turns_out_to_be_theirs_after_they_were_erased_goes_too() {
        var first = mail(address, Ids.next() + "@example.org", "Words of " + name);
        var second = form(address);
        scene.event(first);
        scene.event(second);
        scene.erases(customer, 7);
        await().until(() -> Scene.count("erased_customer WHERE customer_id = '" + customer + "'") == 1);
        assertThat(traces(name)).isPositive();

        var ticket = opened(first, customer);
        scene.appends(ticket, 2, second, customer);
        awaitNoTraces();
        assertErased(first, "accepted", null);
        assertErased(second, "appended", null);

        // Whoever has this address now is somebody else.
        var later = form(address);
        opened(later, Ids.next());
        assertKept(later, address);
        Scene.assertSumsAgree();
    }

    @Test
    void what_comes_again_of_what_was_erased_is_a_duplicate_without_words() {
        var id = Ids.next() + "@example.org";
        var first = mail(address, id, "Words of " + name);
        opened(first, customer);
        scene.erases(customer, 1);
        awaitNoTraces();

        assertThat(mail(address, id, "Words of " + name)).isEqualTo(first);
        assertThat(Scene.count("inquiry WHERE duplicate_of = '" + first + "' AND outcome = 'duplicate'"))
                .isOne();
        assertThat(traces(name)).isZero();
        Scene.assertSumsAgree();
    }

    @Test
    void a_large_original_leaves_the_store() throws IOException {
        var large = mail(address, Ids.next() + "@example.org", (name + " ").repeat(6_000));
        opened(large, customer);
        var hash = Sha256.of(admin().get("/v1/inquiries/{id}/raw", large)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray());
        assertThat(store.find(hash)).isPresent();
        scene.erases(customer, 1);
        await().until(() ->
                Scene.count("forgotten_original") == 0 && store.find(hash).isEmpty());
        assertErased(large, "accepted", null);
        assertThat(traces(name)).isZero();
    }
}
