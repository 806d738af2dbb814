package dev.casestream.ticket.macro;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.MessageBody;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.domain.Template;
import dev.casestream.ticket.domain.Triage;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Several actions under one name; a canned reply is one that only answers.
 *
 * @param team whose it is, when it is a team's
 */
@Schema(name = "Macro")
record Macro(
        @NotBlank @Size(max = Words.MAX_NAME) String name,
        @NotNull Scope scope,
        @Nullable @Pattern(regexp = Words.CODE) String team,
        @NotNull @Valid Actions actions) {

    private static final Set<String> VARIABLES = Set.of(
            "ticket.number", "ticket.subject", "customer.name", "customer.email", "agent.id", "agent.name", "team");

    /** Who may apply it. */
    enum Scope {
        PERSONAL,
        TEAM,
        GLOBAL
    }

    /**
     * What it does, in this order; what is not given is left as it is.
     *
     * @param note an internal note, by language
     * @param reply a public reply, by language
     * @param status where the ticket stands after the reply
     */
    @Schema(name = "MacroActions")
    record Actions(
            @Nullable @Size(max = 100) Map<String, Object> fields,
            @Nullable Priority priority,
            @Nullable @Pattern(regexp = Words.CODE) String category,

            @Nullable @Min(Triage.FIRST_LEVEL) @Max(Triage.LAST_LEVEL)
            Integer level,

            @Nullable @Size(max = 20) List<@NotNull @Pattern(regexp = Words.CODE) String> addTags,
            @Nullable @Size(max = 20) List<@NotNull @Pattern(regexp = Words.CODE) String> removeTags,
            @Nullable @Pattern(regexp = Words.CODE) String team,
            @Nullable @Size(min = 1, max = 255) String agent,
            @Nullable @Size(min = 1, max = 50) Map<String, @NotBlank @Size(max = MessageBody.MAX_TEXT) String> note,
            @Nullable @Size(min = 1, max = 50) Map<String, @NotBlank @Size(max = MessageBody.MAX_TEXT) String> reply,
            @Nullable TicketStatus status,
            @Nullable @Pattern(regexp = Words.CODE) String customStatus) {

        boolean classifies() {
            return Stream.of(priority, category, level, addTags, removeTags).anyMatch(Objects::nonNull);
        }

        boolean assigns() {
            return team != null || agent != null;
        }
    }

    /** What annotations cannot say. */
    Macro requireSense() {
        if ((scope == Scope.TEAM) != (team != null)) {
            throw Problems.invalid("team", "must be given for a team's macro, and only for that");
        }
        var a = actions;
        if (!a.classifies()
                && !a.assigns()
                && a.fields() == null
                && a.note() == null
                && a.reply() == null
                && a.customStatus() == null) {
            throw Problems.invalid("actions", "must have one at least");
        }
        if (a.status() != null && a.reply() == null) {
            throw Problems.invalid("actions.status", "is that after a reply, and there is none");
        }
        texts("actions.note", a.note());
        texts("actions.reply", a.reply());
        return this;
    }

    private static void texts(String name, @Nullable Map<String, String> texts) {
        if (texts == null) {
            return;
        }
        texts.forEach((language, text) -> {
            if (!language.matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")) {
                throw Problems.invalid(name, "must be by language, as en or pt-BR");
            }
            new Template(text)
                    .variables().stream()
                            .filter(variable -> !VARIABLES.contains(variable) && !variable.startsWith("field."))
                            .findFirst()
                            .ifPresent(unknown -> {
                                throw Problems.invalid(
                                        name,
                                        "knows no variable " + unknown + "; there are field.<code>, "
                                                + String.join(
                                                        ", ",
                                                        VARIABLES.stream()
                                                                .sorted()
                                                                .toList()));
                            });
        });
    }
}
