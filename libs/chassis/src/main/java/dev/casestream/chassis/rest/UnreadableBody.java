package dev.casestream.chassis.rest;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A body of the wrong shape as a problem; Quarkus has a mapper of its own for this, which answers something else. */
public class UnreadableBody {

    private final ProblemShape shape;

    UnreadableBody(ProblemShape shape) {
        this.shape = shape;
    }

    @ServerExceptionMapper(priority = 1)
    Response wrongShape(MismatchedInputException failure, UriInfo uri) {
        return shape.apply(HttpProblem.builder().withStatus(400).build(), ProblemContext.of(failure, uri))
                .toResponse();
    }
}
