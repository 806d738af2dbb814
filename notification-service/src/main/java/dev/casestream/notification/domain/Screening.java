package dev.casestream.notification.domain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a letter cannot or must not go out, seen before it is tried. */
public final class Screening {

    private Screening() {}

    /**
     * @param address as it is on file; null when there is none
     * @param ours the address that we send from
     * @param served whether something here sends through the channel
     * @return empty when it may be tried
     */
    public static Optional<Verdict> of(
            Purpose purpose, @Nullable String address, MailAddress ours, boolean served, boolean withinBudget) {
        if (!served) {
            return Optional.of(Verdict.impossible(purpose, Refusal.NO_SENDER));
        }
        if (address == null) {
            return Optional.of(Verdict.impossible(purpose, Refusal.NO_ADDRESS));
        }
        var to = MailAddress.of(address);
        if (to.isEmpty()) {
            return Optional.of(Verdict.impossible(purpose, Refusal.INVALID_ADDRESS));
        }
        if (to.get().sameMailbox(ours)) {
            return Optional.of(Verdict.impossible(purpose, Refusal.OWN_ADDRESS));
        }
        return withinBudget ? Optional.empty() : Optional.of(new Verdict.Withheld(Refusal.LOOP_BUDGET));
    }
}
