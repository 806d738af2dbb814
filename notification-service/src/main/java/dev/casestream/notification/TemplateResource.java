package dev.casestream.notification;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.notification.domain.Correspondence;
import dev.casestream.notification.domain.Language;
import dev.casestream.notification.domain.Purpose;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The frames that our letters are written in. */
@Path("/v1/templates")
@RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER})
@Tag(name = "Templates")
public class TemplateResource {

    private final Tx tx;
    private final Caller caller;
    private final WriteLetters letters;

    TemplateResource(Tx tx, Caller caller, WriteLetters letters) {
        this.tx = tx;
        this.caller = caller;
        this.letters = letters;
    }

    /** @param languages that it is written in, BCP 47 */
    public record Template(String id, List<String> languages) {}

    /**
     * @param language BCP 47; without it the customer's
     * @param ticket id or number of a ticket to take names and words from; without it made-up ones
     */
    public record PreviewRequest(
            @Size(max = 35) @Nullable String language,
            @Size(max = 64) @Nullable String ticket) {}

    public record Preview(String template, String language, String subject, String text, String html) {}

    @GET
    @Operation(summary = "All templates")
    public Page<Template> list() {
        var languages = Arrays.stream(Language.values()).map(Language::tag).toList();
        return new Page<>(
                Arrays.stream(Purpose.values())
                        .map(purpose -> new Template(purpose.wire(), languages))
                        .toList(),
                null);
    }

    @POST
    @Path("{id}/preview")
    @Operation(summary = "A letter as a customer would get it; nothing is sent")
    public Uni<Preview> preview(@RestPath String id, @Valid @NotNull PreviewRequest request) {
        var purpose = Arrays.stream(Purpose.values())
                .filter(known -> known.wire().equals(id))
                .findFirst()
                .orElseThrow(() -> Problems.notFound("template", id));
        if (request.language() != null && Language.of(request.language()).isEmpty()) {
            throw Problems.invalid("language", "is none that we write in");
        }
        return about(purpose, request)
                .flatMap(about -> letters.write(about)
                        .map(content -> new Preview(
                                id, about.language().tag(), content.subject(), content.text(), content.html())));
    }

    private Uni<Correspondence> about(Purpose purpose, PreviewRequest request) {
        var ticket = request.ticket();
        if (ticket == null) {
            return Uni.createFrom()
                    .item(about(
                            purpose,
                            "CS-1042",
                            Language.firstOf(request.language()),
                            "Anna",
                            "My order",
                            "Where is my order?"));
        }
        var conditions = Conditions.visibleTo(caller).ofTicket(ticket);
        return tx.run(work -> work.query("""
                        SELECT t.number, t.language AS ticket_language, c.name, c.language, m.subject, m.text
                        FROM ticket t LEFT JOIN customer c ON c.id = t.requester
                        LEFT JOIN LATERAL (SELECT subject, text FROM message_text
                                           WHERE ticket_id = t.id AND author_role = 'CUSTOMER'
                                           ORDER BY created_at DESC LIMIT 1) m ON true""" + conditions.where(), conditions.parameters()))
                .map(rows -> {
                    if (rows.isEmpty()) {
                        throw Problems.notFound("ticket", ticket);
                    }
                    return about(purpose, request, rows.getFirst());
                });
    }

    private static Correspondence about(Purpose purpose, PreviewRequest request, Row row) {
        var language =
                Language.firstOf(request.language(), row.getString("language"), row.getString("ticket_language"));
        var subject = row.getString("subject");
        return about(
                purpose,
                row.getString("number"),
                language,
                row.getString("name"),
                subject == null ? "" : subject,
                row.getString("text"));
    }

    private static Correspondence about(
            Purpose purpose,
            String number,
            Language language,
            @Nullable String name,
            String subject,
            @Nullable String written) {
        return switch (purpose) {
            case ACKNOWLEDGEMENT -> Correspondence.acknowledgement(number, language, name, subject, true);
            case REPLY -> Correspondence.reply(number, language, subject, "…", null, written);
        };
    }
}
