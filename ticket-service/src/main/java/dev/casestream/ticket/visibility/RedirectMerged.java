package dev.casestream.ticket.visibility;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Sends who asks for a merged ticket to the same path of the one that it goes on in. */
class RedirectMerged {

    @ServerExceptionMapper
    Response redirect(MergedTicketException merged, UriInfo uri) {
        var asked = uri.getRequestUri();
        var path = asked.getRawPath()
                .replaceFirst("(?<=/tickets/)[^/]+", merged.into().toString());
        var query = asked.getRawQuery();
        return Response.status(308)
                .header("Location", query == null ? path : path + "?" + query)
                .build();
    }
}
