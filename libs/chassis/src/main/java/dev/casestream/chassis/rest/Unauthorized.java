package dev.casestream.chassis.rest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** 401 as a problem. The problem extension's own mappers break on Quarkus 3.32, which changed how challenges are held. */
public class Unauthorized {

    @ServerExceptionMapper(
            value = {UnauthorizedException.class, AuthenticationFailedException.class},
            priority = 1)
    Response tokenIsMissingOrWrong(UriInfo uri) {
        return HttpProblem.builder(Problems.unauthorized())
                .withInstance(Problems.instance(uri.getPath()))
                .build()
                .toResponse();
    }
}
