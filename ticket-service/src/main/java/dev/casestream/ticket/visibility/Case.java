package dev.casestream.ticket.visibility;

import dev.casestream.ticket.Columns;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.visibility.Links.Link;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A ticket and who asks for help in it. */
public record Case(TicketRow ticket, Requester requester, List<Link> links) {

    public static final String COLUMNS = Columns.of(TicketRow.class, "t.") + ", " + Links.COLUMN + """
            , c.name AS requester_name,
              (SELECT i.value FROM customer_identity i WHERE i.customer_id = c.id AND i.type = 'email'
               ORDER BY i.verified DESC, i.value LIMIT 1) AS requester_email""";

    public static final String SELECT = select("ticket");

    /** @param tickets the table, or a query of it */
    public static String select(String tickets) {
        return "SELECT " + COLUMNS + " FROM " + tickets + " t JOIN customer c ON c.id = t.customer_id";
    }

    public record Requester(
            UUID id, @Nullable String name, @Nullable String email) {}

    public static Case of(Row row) {
        var ticket = TicketRow.of(row);
        return new Case(
                ticket,
                new Requester(ticket.customerId(), row.getString("requester_name"), row.getString("requester_email")),
                Links.of(row));
    }

    public Case with(TicketRow changed) {
        return new Case(changed, requester, links);
    }
}
