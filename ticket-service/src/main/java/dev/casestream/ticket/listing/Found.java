package dev.casestream.ticket.listing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.casestream.ticket.search.Highlights.Highlight;
import dev.casestream.ticket.visibility.TicketView;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A ticket of a list. @param highlights where the words stand that were looked for */
@Schema(name = "FoundTicket")
public record Found(
        @JsonUnwrapped TicketView ticket,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Highlight> highlights) {}
