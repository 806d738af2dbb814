package dev.casestream.chassis.openapi;

import dev.casestream.chassis.openapi.DescribedProblem.Call;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Gives each operation the problems that it can end with. What an endpoint says of one itself stays. */
@OpenApiFilter(stages = RunStage.BUILD)
public class DescribeProblems implements OASFilter {

    private static final String MEDIA_TYPE = "application/problem+json";
    private static final String SCHEMA = "HttpProblem";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null || api.getComponents() == null) {
            return;
        }
        for (var problem : DescribedProblem.values()) {
            api.getComponents()
                    .addExample(problem.name(), OASFactory.createExample().value(problem.example()))
                    .addResponse(problem.name(), response(problem));
        }
        api.getPaths().getPathItems().values().forEach(DescribeProblems::describe);
    }

    private static void describe(PathItem path) {
        path.getOperations().forEach((method, operation) -> describe(path, method, operation));
    }

    private static void describe(PathItem path, HttpMethod method, Operation operation) {
        var parameters = Stream.of(path.getParameters(), operation.getParameters())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .toList();
        var call = new Call(method, parameters, operation);
        var responses = operation.getResponses();
        for (var problem : DescribedProblem.values()) {
            var code = Integer.toString(problem.status());
            var described = responses.getAPIResponse(code);
            if (described != null && !isMadeUp(described)) {
                described.content(content(problem));
            } else if (described != null || problem.happens(call)) {
                responses.addAPIResponse(code, OASFactory.createAPIResponse().ref(problem.name()));
            }
        }
    }

    /** What the framework adds has no content and words of its own. */
    private static boolean isMadeUp(APIResponse response) {
        return response.getContent() == null;
    }

    private static APIResponse response(DescribedProblem problem) {
        return OASFactory.createAPIResponse().description(problem.description()).content(content(problem));
    }

    private static Content content(DescribedProblem problem) {
        return OASFactory.createContent()
                .addMediaType(
                        MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(SCHEMA))
                                .examples(Map.of(
                                        "problem", OASFactory.createExample().ref(problem.name()))));
    }
}
