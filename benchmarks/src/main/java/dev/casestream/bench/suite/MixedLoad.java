package dev.casestream.bench.suite;

import dev.casestream.bench.load.Call;
import dev.casestream.bench.platform.Platform;
import dev.casestream.local.key.Role;
import dev.casestream.local.topology.Service;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/** What a day consists of: requests, lists, searches, notes, decisions, metrics, in turn. */
public final class MixedLoad implements Supplier<Call> {
    private final Platform platform;
    private final Inquiry inquiries;
    private final String token;
    private final String ticket;
    private long turn;

    public MixedLoad(Platform platform) throws IOException, SQLException {
        this.platform = platform;
        this.inquiries = Inquiry.to(platform, true);
        this.token = platform.token(Role.ADMIN, "admin", List.of());
        this.ticket = "CS-1001";
    }

    @Override
    public Call get() {
        var tickets = platform.port(Service.TICKET);
        return switch ((int) (turn++ % 8)) {
            case 1 -> Call.get(tickets, "/v1/tickets?limit=50", token);
            case 2 -> Call.get(tickets, "/v1/tickets?limit=20&q=order", token);
            case 3 ->
                turn < 400
                        ? inquiries.get()
                        : Call.post(
                                tickets,
                                "/v1/tickets/" + ticket + "/notes",
                                token,
                                "{\"body\":\"Called the carrier.\"}");
            case 4 -> Call.get(platform.port(Service.ROUTING), "/v1/queues", token);
            case 5 -> Call.get(platform.port(Service.SLA), "/v1/sla/clocks?limit=50", token);
            case 6 -> Call.get(platform.port(Service.ANALYTICS), "/v1/overview", token);
            case 7 -> Call.get(platform.port(Service.INTAKE), "/v1/ledger", token);
            default -> inquiries.get();
        };
    }
}
