package dev.casestream.ticket.opening;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.contracts.MessageKind;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.Priority;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.MessageBody;
import dev.casestream.ticket.Tickets;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.customer.Contact;
import dev.casestream.ticket.customer.Customers;
import dev.casestream.ticket.directory.Directory;
import dev.casestream.ticket.domain.Lifecycle;
import dev.casestream.ticket.domain.TicketCommand.Open;
import dev.casestream.ticket.domain.Triage;
import dev.casestream.ticket.handling.Vocabulary;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import dev.casestream.ticket.visibility.TicketView;
import dev.casestream.ticket.visibility.Visibility.Everything;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Agents write down what a customer asks in person or by phone. */
@Path("/v1/tickets")
@Tag(name = "Tickets")
class OpenTicketResource {

    private final Tx tx;
    private final Customers customers;
    private final Tickets tickets;
    private final Cases cases;
    private final Directory directory;
    private final Vocabulary vocabulary;
    private final Idempotency idempotency;
    private final Caller caller;
    private final String defaultTeam;

    OpenTicketResource(
            Tx tx,
            Customers customers,
            Tickets tickets,
            Cases cases,
            Directory directory,
            Vocabulary vocabulary,
            Idempotency idempotency,
            Caller caller,
            @ConfigProperty(name = "casestream.ticket.default-team") String defaultTeam) {
        this.tx = tx;
        this.customers = customers;
        this.tickets = tickets;
        this.cases = cases;
        this.directory = directory;
        this.vocabulary = vocabulary;
        this.idempotency = idempotency;
        this.caller = caller;
        this.defaultTeam = defaultTeam;
    }

    /** Somebody known by id, or by what identifies them; who is new is created. */
    record Person(
            @Nullable UUID id,
            @Nullable @Size(max = Words.MAX_NAME) String name,
            @Nullable @Email @Size(max = 254) String email,

            @Nullable @Pattern(regexp = "\\+[0-9]{6,15}", message = "must be as +4533123456")
            String phone,

            @Nullable @Size(min = 1, max = 200) String handle) {}

    /** @param channel how answers go out; email unless told */
    @Schema(name = "NewTicket")
    record NewTicket(
            @NotNull @Valid Person customer,
            @NotBlank @Size(max = Words.MAX_SUBJECT) String subject,
            @Nullable @Size(max = MessageBody.MAX_TEXT) String body,
            @Nullable @Size(max = MessageBody.MAX_HTML) String html,
            @Nullable @Pattern(regexp = Words.CODE) String channel,
            @Nullable Priority priority,
            @Nullable @Pattern(regexp = Words.CODE) String category,
            @Nullable @Size(max = 50) List<@NotNull @Pattern(regexp = Words.CODE) String> tags,

            @Nullable @Pattern(regexp = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
            String language,

            @Nullable @Pattern(regexp = Words.CODE) String team) {

        String via() {
            return Objects.requireNonNullElse(channel, "email");
        }

        Triage triage() {
            return new Triage(
                    Objects.requireNonNullElse(priority, Priority.MEDIUM),
                    category,
                    Triage.FIRST_LEVEL,
                    tags == null ? List.of() : tags.stream().distinct().toList());
        }
    }

    @POST
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "Open a ticket for a customer")
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = TicketView.class)))
    @APIResponse(responseCode = "422", description = "There is no such customer, team or category")
    public Uni<Response> open(@RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid NewTicket request) {
        var cause = Cause.request(caller.actor());
        var body = MessageBody.of(request.body(), request.html());
        return tx.run(work -> idempotency.once(
                work,
                caller,
                key,
                "/v1/tickets",
                request,
                () -> vocabulary
                        .requireCategory(work, null, request.category())
                        .chain(work::now)
                        .flatMap(now -> customer(work, request, cause, now)
                                .flatMap(customer -> team(work, request)
                                        .flatMap(team -> open(work, request, body, customer, team, cause, now))))));
    }

    private Uni<UUID> customer(Work work, NewTicket request, Cause cause, Instant now) {
        var person = request.customer();
        if (person.id() != null) {
            return known(work, person.id());
        }
        var contact = Contact.of(
                new Sender(person.name(), person.email(), person.phone(), person.handle(), false),
                request.via(),
                request.language(),
                cause);
        if (contact.identities().isEmpty()) {
            throw Problems.invalid("customer", "must have an id, email, phone or handle");
        }
        return customers.recognise(work, List.of(contact), now).map(List::getFirst);
    }

    private Uni<UUID> known(Work work, UUID id) {
        return Policy.of(work, caller).flatMap(viewer -> {
            var wanted = viewer.restrictPeople(new Conditions().and("c.id = ?", id));
            return work.query("SELECT c.id FROM customer c" + wanted.where(), wanted.parameters())
                    .map(rows -> rows.stream()
                            .findFirst()
                            .orElseThrow(
                                    () -> Problems.unprocessable("unknown-customer", "There is no customer " + id)))
                    .map(row -> row.getUUID("id"));
        });
    }

    private Uni<String> team(Work work, NewTicket request) {
        return request.team() == null ? Uni.createFrom().item(defaultTeam) : directory.team(work, request.team());
    }

    private Uni<Answer> open(
            Work work, NewTicket request, MessageBody body, UUID customer, String team, Cause cause, Instant now) {
        var changes = new Changes();
        var message = Ids.next();
        return tickets.numbers(work, 1)
                .map(numbers -> new Open(
                        Ids.next(),
                        numbers.getFirst(),
                        customer,
                        null,
                        message,
                        now,
                        request.via(),
                        request.language(),
                        request.triage(),
                        team,
                        false,
                        null))
                .map(command -> changes.open(
                        Lifecycle.open(command, now),
                        Words.line(request.subject(), Words.MAX_SUBJECT),
                        Map.of(),
                        cause))
                .invoke(row -> changes.say(
                        new MessageText(
                                message,
                                row.id(),
                                MessageKind.CUSTOMER,
                                AuthorRole.CUSTOMER,
                                customer.toString(),
                                row.channel(),
                                null,
                                row.subject(),
                                body.text(),
                                body.html(),
                                null,
                                row.language(),
                                List.of(),
                                row.createdAt()),
                        cause))
                .call(row -> tickets.write(work, changes))
                .flatMap(row -> cases.find(work, new Everything(), row.number()))
                .map(opened -> Answer.of(201, TicketView.of(opened, new Everything()))
                        .with("Location", "/v1/tickets/" + opened.ticket().id())
                        .with("ETag", ETags.of(opened.ticket().version())));
    }
}
