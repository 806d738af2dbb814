package dev.casestream.ticket.customer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.chassis.events.Cause;
import dev.casestream.contracts.CustomerProfile.Identity;
import dev.casestream.ticket.customer.Recognition.Key;
import dev.casestream.ticket.customer.Recognition.Owner;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecognitionTest {

    private static final UUID ADA = new UUID(1, 1);
    private static final UUID BEN = new UUID(1, 2);
    private static final Key EMAIL = new Key("email", "ada@example.org");
    private static final Key PHONE = new Key("phone", "+4533123456");

    @Test
    void who_is_new_gets_all_identities_that_nobody_has() {
        var recognition = new Recognition(List.of(contact("Ada", false, EMAIL, PHONE)), Map.of());
        assertThat(recognition.claims()).containsOnlyKeys(EMAIL, PHONE);
        assertThat(recognition.profiles())
                .containsOnlyKeys(recognition.customers().getFirst());
    }

    @Test
    void one_who_writes_twice_in_a_batch_is_one_person() {
        var recognition =
                new Recognition(List.of(contact(null, false, EMAIL), contact("Ada", false, EMAIL, PHONE)), Map.of());
        assertThat(recognition.customers().getFirst())
                .isEqualTo(recognition.customers().getLast());
        assertThat(recognition.profiles().values())
                .singleElement()
                .satisfies(profile -> assertThat(profile.name()).isEqualTo("Ada"));
        assertThat(recognition.claims()).containsOnlyKeys(EMAIL);
    }

    @Test
    void the_known_gain_an_identity_by_proof_only() {
        var known = Map.of(EMAIL, owner(ADA, "Ada", true));
        assertThat(new Recognition(List.of(contact("Ada", false, EMAIL, PHONE)), known).claims())
                .isEmpty();
        assertThat(new Recognition(List.of(contact("Ada", true, EMAIL, PHONE)), known).claims())
                .containsOnlyKeys(PHONE);
    }

    @Test
    void identities_of_two_people_are_not_mixed() {
        var known = Map.of(EMAIL, owner(ADA, "Ada", false), PHONE, owner(BEN, "Ben", false));
        var recognition = new Recognition(List.of(contact("Ada", true, EMAIL, PHONE)), known);
        assertThat(recognition.customers()).containsExactly(ADA);
        assertThat(recognition.confirmed()).containsExactly(EMAIL);
    }

    @Test
    void nothing_is_written_about_those_of_whom_all_is_known() {
        var recognition =
                new Recognition(List.of(contact("A. L.", false, EMAIL)), Map.of(EMAIL, owner(ADA, "Ada", false)));
        assertThat(recognition.customers()).containsExactly(ADA);
        assertThat(recognition.profiles()).isEmpty();
        assertThat(recognition.claims()).isEmpty();
    }

    @Test
    void a_missing_name_is_filled_in() {
        var recognition =
                new Recognition(List.of(contact("Ada", false, EMAIL)), Map.of(EMAIL, owner(ADA, null, false)));
        assertThat(recognition.profiles()).containsOnlyKeys(ADA);
    }

    private static Owner owner(UUID customer, @Nullable String name, boolean verified) {
        return new Owner(customer, verified, true, name, "en");
    }

    private static Contact contact(@Nullable String name, boolean verified, Key... keys) {
        return new Contact(
                Arrays.stream(keys)
                        .map(key -> new Identity(key.type(), key.value(), verified))
                        .toList(),
                name,
                "en",
                Cause.request("system:test"));
    }
}
