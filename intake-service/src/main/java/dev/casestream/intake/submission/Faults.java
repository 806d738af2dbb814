package dev.casestream.intake.submission;

import dev.casestream.chassis.rest.Problems.FieldError;
import dev.casestream.intake.domain.Reading.Fault;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.List;

/** The problem that names everything that is wrong with a submission. */
final class Faults {

    private Faults() {}

    static HttpProblem problem(List<Fault> faults) {
        return HttpProblem.builder()
                .withType(URI.create("urn:casestream:problem:invalid-request"))
                .withTitle("The request is not valid")
                .withStatus(Status.BAD_REQUEST)
                .withDetail(faults.getFirst().field() + " " + faults.getFirst().message())
                .with(
                        "errors",
                        faults.stream()
                                .limit(50)
                                .map(fault -> new FieldError(fault.field(), fault.message()))
                                .toList())
                .build();
    }
}
