package dev.casestream.ticket.handling;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import com.fasterxml.jackson.databind.JsonNode;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.contracts.Priority;
import dev.casestream.ticket.MergePatch;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.domain.TicketCommand.ChangeFields;
import dev.casestream.ticket.domain.TicketCommand.Classify;
import dev.casestream.ticket.domain.Triage;
import dev.casestream.ticket.visibility.TicketView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** What a ticket is called and how it is classified. */
@Path("/v1/tickets/{ticket}")
@Tag(name = "Tickets")
class EditTicketResource {

    private final Desk desk;
    private final MergePatch mergePatch;
    private final Vocabulary vocabulary;
    private final CustomFields customFields;

    EditTicketResource(Desk desk, MergePatch mergePatch, Vocabulary vocabulary, CustomFields customFields) {
        this.desk = desk;
        this.mergePatch = mergePatch;
        this.vocabulary = vocabulary;
        this.customFields = customFields;
    }

    /** What PATCH changes; null clears the category, the custom status, a custom field. */
    @Schema(name = "TicketPatch")
    record Edit(
            @NotBlank @Size(max = Words.MAX_SUBJECT) String subject,
            @NotNull Priority priority,
            @Nullable @Pattern(regexp = Words.CODE) String category,

            @NotNull @Min(Triage.FIRST_LEVEL) @Max(Triage.LAST_LEVEL)
            Integer level,

            @NotNull @Size(max = 50) List<@NotNull @Pattern(regexp = Words.CODE) String> tags,
            @Nullable @Pattern(regexp = Words.CODE) String customStatus,
            @NotNull @Size(max = 200) Map<String, @Nullable Object> fields) {

        Triage triage() {
            return new Triage(
                    priority, category, level, tags.stream().distinct().toList());
        }
    }

    @PATCH
    @Consumes({"application/merge-patch+json", "application/json"})
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(
            summary = "Change subject, priority, category, level, tags, custom status, custom fields",
            description = "JSON Merge Patch; needs If-Match. Changes of others to other fields are no obstacle")
    @RequestBody(content = @Content(schema = @Schema(implementation = Edit.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = TicketView.class)))
    @APIResponse(responseCode = "412", description = "Others have changed the same since; the problem tells what")
    @APIResponse(responseCode = "422", description = "There is no such category, custom status or custom field")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Uni<Response> patch(
            String ticket, @RestHeader("If-Match") @Nullable String ifMatch, @NotNull JsonNode patch) {
        return desk.edit(ticket, ifMatch, touched(patch), turn -> {
            var t = turn.ticket();
            var current =
                    new Edit(t.subject(), t.priority(), t.category(), t.level(), t.tags(), t.customStatus(), Map.of());
            var to = mergePatch.apply(current, patch, Edit.class);
            return vocabulary
                    .requireCategory(turn.work(), current.category(), to.category())
                    .chain(() -> customFields.fill(turn, to.fields()))
                    .chain(changed -> edit(turn, to, changed));
        });
    }

    private Uni<Answer> edit(Turn turn, Edit to, List<String> fields) {
        var words = new ArrayList<>(fields);
        var subject = Words.line(to.subject(), Words.MAX_SUBJECT);
        if (!subject.equals(turn.ticket().subject())) {
            turn.rename(subject);
            words.add("subject");
        }
        turn.decide(new ChangeFields(List.copyOf(words)));
        turn.decide(new Classify(to.triage()));
        var labelled = Objects.equals(to.customStatus(), turn.ticket().customStatus())
                ? Uni.createFrom().voidItem()
                : vocabulary.label(turn, to.customStatus());
        return labelled.chain(() -> desk.finish(turn));
    }

    /** The names that a patch has, custom fields by their own. */
    private static Set<String> touched(JsonNode patch) {
        var names = new HashSet<String>();
        patch.fieldNames().forEachRemaining(names::add);
        if (names.remove("fields")) {
            patch.get("fields").fieldNames().forEachRemaining(names::add);
        }
        return names;
    }
}
