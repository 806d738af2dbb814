package dev.casestream.ticket.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casestream.chassis.rest.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be done to many tickets: whatever can be done to one, by POST below it, or by PATCH. */
@ApplicationScoped
class Commands {

    static final String PATCH_NAME = "patch";
    private static final String TICKET = "/v1/tickets/{ticket}";

    private final BeanManager beans;
    private final ObjectMapper json;
    private final Validator validator;
    private volatile @Nullable List<Command> known;

    Commands(BeanManager beans, ObjectMapper json, Validator validator) {
        this.beans = beans;
        this.json = json;
        this.validator = validator;
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when there is no such command */
    Command named(String name) {
        return known().stream()
                .filter(command -> command.isCalled(name))
                .findFirst()
                .orElseThrow(() -> Problems.invalid(
                        "command",
                        "must be one of "
                                + known().stream().map(Command::name).sorted().collect(Collectors.joining(", "))));
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when no ticket could take it */
    void require(Command command, @Nullable JsonNode body) {
        var type = command.body();
        if (type == null) {
            if (body != null) {
                throw Problems.invalid("body", "is none: this command takes none");
            }
            return;
        }
        if (body == null) {
            return;
        }
        try {
            violations(json.treeToValue(body, type)).findFirst().ifPresent(wrong -> {
                throw Problems.invalid("body." + wrong.getPropertyPath(), wrong.getMessage());
            });
        } catch (JsonMappingException e) {
            throw Problems.invalid(
                    Stream.concat(
                                    Stream.of("body"),
                                    e.getPath().stream().map(JsonMappingException.Reference::getFieldName))
                            .collect(Collectors.joining(".")),
                    "is not what this command takes");
        } catch (JsonProcessingException e) {
            throw Problems.invalid("body", "is not what this command takes");
        }
    }

    private Stream<? extends ConstraintViolation<?>> violations(Object body) {
        return body instanceof JsonNode ? Stream.of() : validator.validate(body).stream();
    }

    private List<Command> known() {
        var commands = known;
        if (commands == null) {
            commands = find();
            known = commands;
        }
        return commands;
    }

    private List<Command> find() {
        return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .filter(bean -> bean.getBeanClass().isAnnotationPresent(Path.class))
                .flatMap(bean -> Arrays.stream(bean.getBeanClass().getDeclaredMethods())
                        .flatMap(method -> name(bean.getBeanClass(), method)
                                .map(name -> Command.of(
                                        beans.getReference(
                                                bean, bean.getBeanClass(), beans.createCreationalContext(bean)),
                                        method,
                                        name))
                                .stream()))
                .filter(Command::isPossible)
                .sorted(Comparator.comparing(
                        (Command command) -> command.variables().size()))
                .toList();
    }

    /** By what follows the ticket in the path of a POST; empty for what is no command. */
    private static Optional<String> name(Class<?> resource, Method method) {
        var path = path(resource) + path(method);
        if (path.equals(TICKET) && method.isAnnotationPresent(PATCH.class)) {
            return Optional.of(PATCH_NAME);
        }
        return path.startsWith(TICKET + "/") && method.isAnnotationPresent(POST.class)
                ? Optional.of(path.substring(TICKET.length() + 1))
                : Optional.empty();
    }

    private static String path(AnnotatedElement element) {
        var path = element.getAnnotation(Path.class);
        return path == null ? "" : "/" + path.value().replaceFirst("^/", "");
    }
}
