package dev.casestream.ticket.macro;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.MessageBody;
import dev.casestream.ticket.assignment.Reassigning;
import dev.casestream.ticket.directory.Directory;
import dev.casestream.ticket.domain.Template;
import dev.casestream.ticket.domain.TicketCommand.ApplyMacro;
import dev.casestream.ticket.domain.TicketCommand.Assign;
import dev.casestream.ticket.domain.TicketCommand.ChangeFields;
import dev.casestream.ticket.domain.TicketCommand.Classify;
import dev.casestream.ticket.domain.Triage;
import dev.casestream.ticket.handling.CustomFields;
import dev.casestream.ticket.handling.Desk;
import dev.casestream.ticket.handling.Desk.Order;
import dev.casestream.ticket.handling.Mentions;
import dev.casestream.ticket.handling.Turn;
import dev.casestream.ticket.handling.Vocabulary;
import dev.casestream.ticket.macro.Macro.Actions;
import dev.casestream.ticket.visibility.Case;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import dev.casestream.ticket.visibility.Right;
import dev.casestream.ticket.visibility.TicketView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Does what a macro says to a ticket: all of it or nothing. */
@Path("/v1/tickets/{ticket}/macros/{macro}")
@Tag(name = "Macros")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER})
class ApplyMacroResource {

    private final Tx tx;
    private final Desk desk;
    private final Cases cases;
    private final MacroRows macros;
    private final Directory directory;
    private final CustomFields customFields;
    private final Vocabulary vocabulary;
    private final Mentions mentions;
    private final Caller caller;

    ApplyMacroResource(
            Tx tx,
            Desk desk,
            Cases cases,
            MacroRows macros,
            Directory directory,
            CustomFields customFields,
            Vocabulary vocabulary,
            Mentions mentions,
            Caller caller) {
        this.tx = tx;
        this.desk = desk;
        this.cases = cases;
        this.macros = macros;
        this.directory = directory;
        this.customFields = customFields;
        this.vocabulary = vocabulary;
        this.mentions = mentions;
        this.caller = caller;
    }

    /** @param missing variables that have no value on this ticket; with any the macro cannot be applied */
    @Schema(name = "MacroPreview")
    record Preview(@Nullable String note, @Nullable String reply, List<String> missing) {}

    @GET
    @Operation(summary = "The texts of a macro as they would be on this ticket")
    @APIResponse(responseCode = "404", description = "No such ticket or macro that you may see")
    public Uni<Preview> preview(String ticket, UUID macro) {
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> cases.find(work, viewer, ticket))
                .flatMap(found -> macros.find(work, macro, false)
                        .flatMap(kept -> values(work, found).map(values -> preview(found, kept.macro(), values)))));
    }

    private static Preview preview(Case found, Macro macro, Map<String, String> values) {
        var language = found.ticket().language();
        var note = macro.actions().note() == null
                ? null
                : Template.in(language, macro.actions().note()).render(values);
        var reply = macro.actions().reply() == null
                ? null
                : Template.in(language, macro.actions().reply()).render(values);
        return new Preview(
                note == null ? null : note.text(),
                reply == null ? null : reply.text(),
                Stream.of(note, reply)
                        .filter(Objects::nonNull)
                        .flatMap(text -> text.missing().stream())
                        .distinct()
                        .toList());
    }

    @POST
    @Operation(summary = "Apply a macro", description = "No body. All of its actions, or none")
    @APIResponse(
            responseCode = "200",
            description = "The ticket after it, with its ETag",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = TicketView.class)))
    @APIResponse(responseCode = "404", description = "No such ticket or macro that you may see")
    @APIResponse(responseCode = "409", description = "A rule refuses one of the actions; nothing is done")
    public Uni<Response> apply(
            String ticket,
            UUID macro,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key) {
        return desk.carryOut(
                new Order(ticket, "macros/" + macro, ifMatch, key, null),
                turn -> macros.find(turn.work(), macro, false)
                        .flatMap(kept -> values(turn.work(), turn.current())
                                .flatMap(values -> apply(turn, kept.macro(), values))
                                .invoke(() -> turn.decide(new ApplyMacro(macro))))
                        .chain(() -> desk.finish(turn)));
    }

    private Uni<Void> apply(Turn turn, Macro macro, Map<String, String> values) {
        var actions = macro.actions();
        var texts = preview(turn.current(), macro, values);
        if (!texts.missing().isEmpty()) {
            throw Problems.refused(
                    "macro-variable-missing",
                    "Has no value here: " + String.join(", ", texts.missing()),
                    Map.of("missing", texts.missing()));
        }
        return vocabulary
                .requireCategory(turn.work(), turn.ticket().category(), actions.category())
                .chain(() ->
                        customFields.fill(turn, actions.fields() == null ? Map.of() : new HashMap<>(actions.fields())))
                .invoke(changed -> turn.decide(new ChangeFields(changed)))
                .invoke(() -> classify(turn, actions))
                .chain(() -> assign(turn, actions))
                .chain(() -> say(turn, texts, actions))
                .chain(() -> actions.customStatus() == null
                        ? Uni.createFrom().voidItem()
                        : vocabulary.label(turn, actions.customStatus()));
    }

    private static void classify(Turn turn, Actions actions) {
        if (!actions.classifies()) {
            return;
        }
        var t = turn.ticket();
        Predicate<String> stays =
                tag -> actions.removeTags() == null || !actions.removeTags().contains(tag);
        var added = actions.addTags() == null ? Stream.<String>empty() : actions.addTags().stream();
        turn.decide(new Classify(new Triage(
                Objects.requireNonNullElse(actions.priority(), t.priority()),
                actions.category() == null ? t.category() : actions.category(),
                Objects.requireNonNullElse(actions.level(), t.level()),
                Stream.concat(t.tags().stream().filter(stays), added).distinct().toList())));
    }

    private Uni<Void> assign(Turn turn, Actions actions) {
        if (!actions.assigns()) {
            return Uni.createFrom().voidItem();
        }
        Reassigning.requireMayTake(turn, caller);
        return directory
                .assignment(turn.work(), turn.ticket().team(), actions.team(), actions.agent())
                .invoke(assignment -> turn.decide(new Assign(assignment)))
                .replaceWithVoid();
    }

    private Uni<Void> say(Turn turn, Preview texts, Actions actions) {
        if (texts.note() != null || texts.reply() != null) {
            turn.viewer().require(Right.REPLY, turn.ticket());
        }
        return note(turn, texts, actions).invoke(() -> {
            if (texts.reply() != null) {
                turn.reply(
                        MessageBody.of(texts.reply(), null),
                        Objects.requireNonNullElse(actions.status(), TicketStatus.PENDING));
            }
        });
    }

    /** Whom the macro itself addresses is told, not whom a value that it is filled with happens to name. */
    private Uni<Void> note(Turn turn, Preview texts, Actions actions) {
        if (texts.note() == null || actions.note() == null) {
            return Uni.createFrom().voidItem();
        }
        var message = turn.note(MessageBody.of(texts.note(), null));
        return mentions.say(
                turn,
                message,
                Template.in(turn.ticket().language(), actions.note()).text());
    }

    private Uni<Map<String, String>> values(Work work, Case found) {
        return work.query("SELECT name FROM agent_directory WHERE id = $1", caller.id())
                .map(rows -> {
                    var t = found.ticket();
                    var values = new HashMap<String, String>();
                    put(values, "ticket.number", t.number());
                    put(values, "ticket.subject", t.subject());
                    put(values, "customer.name", found.requester().name());
                    put(values, "customer.email", found.requester().email());
                    put(values, "agent.id", caller.id());
                    put(
                            values,
                            "agent.name",
                            rows.isEmpty() ? caller.id() : rows.getFirst().getString("name"));
                    put(values, "team", t.team());
                    t.fields().forEach((code, value) -> put(values, "field." + code, value.toString()));
                    return values;
                });
    }

    private static void put(Map<String, String> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
