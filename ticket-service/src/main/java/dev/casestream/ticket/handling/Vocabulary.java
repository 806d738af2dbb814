package dev.casestream.ticket.handling;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.configuration.Catalogue;
import dev.casestream.ticket.configuration.CategoryResource;
import dev.casestream.ticket.configuration.StatusResource;
import dev.casestream.ticket.domain.TicketCommand.Label;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The words for tickets that administrators have chosen. */
@ApplicationScoped
public class Vocabulary {

    private final Catalogue catalogue;

    Vocabulary(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Categories are free until one is configured; what a ticket has already may stay.
     *
     * @param now null for a ticket that is about to be opened
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 when there is none of that name
     */
    public Uni<Void> requireCategory(Work work, @Nullable String now, @Nullable String wanted) {
        if (wanted == null || wanted.equals(now)) {
            return Uni.createFrom().voidItem();
        }
        return catalogue
                .find(work, CategoryResource.KIND, wanted)
                .invoke(found -> {
                    if (found.any() && found.thing() == null) {
                        throw Problems.unprocessable("unknown-category", "category", "is none of those configured");
                    }
                })
                .replaceWithVoid();
    }

    /** Gives a ticket a custom status of the status that it is in; null takes it away. */
    public Uni<Void> label(Turn turn, @Nullable String code) {
        if (code == null) {
            turn.decide(new Label(null, turn.ticket().status()));
            return Uni.createFrom().voidItem();
        }
        return catalogue
                .find(turn.work(), StatusResource.KIND, code)
                .invoke(found -> {
                    if (found.thing() == null) {
                        throw Problems.unprocessable("unknown-custom-status", "There is no custom status " + code);
                    }
                    turn.decide(new Label(code, found.thing().status()));
                })
                .replaceWithVoid();
    }
}
