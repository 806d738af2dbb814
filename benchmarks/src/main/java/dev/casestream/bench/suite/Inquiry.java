package dev.casestream.bench.suite;

import dev.casestream.bench.load.Call;
import dev.casestream.bench.platform.Platform;
import dev.casestream.local.key.Role;
import dev.casestream.local.topology.Service;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What customers ask through a front end of ours, which has a token: each from an address of their own. */
final class Inquiry implements Supplier<Call> {
    private static final String TEXT = "I ordered two lamps on Monday and paid at once. The page says that they were"
            + " delivered, but nobody has been here and the neighbours have nothing either. Could you find out where the"
            + " parcel is, and send me the invoice again? The order is number %d.";

    private final AtomicLong next = new AtomicLong();
    private final int port;
    private final String token;
    private final String run = Long.toString(System.nanoTime(), 36);
    private final boolean withAddress;

    private Inquiry(int port, String token, boolean withAddress) {
        this.port = port;
        this.token = token;
        this.withAddress = withAddress;
    }

    /** @param acknowledged whether the senders have an address that we can answer to */
    static Inquiry to(Platform platform, boolean acknowledged) throws IOException {
        return through(platform, platform.port(Service.INTAKE), acknowledged);
    }

    static Inquiry through(Platform platform, int port, boolean acknowledged) throws IOException {
        return new Inquiry(port, platform.token(Role.SERVICE, "shop", List.of()), acknowledged);
    }

    @Override
    public Call get() {
        return asking("Order " + run + " has not arrived");
    }

    /** With a subject that holds a word by which the ticket can be found again. */
    Call asking(String subject) {
        var number = next.incrementAndGet();
        var sender = withAddress
                ? "{\"name\":\"Grace Turner\",\"email\":\"grace.%s.%d@example.com\"}".formatted(run, number)
                : "{\"name\":\"Grace Turner\",\"handle\":\"grace-%s-%d\"}".formatted(run, number);
        return Call.post(
                port,
                "/v1/inquiries",
                token,
                String.format(
                        Locale.ROOT,
                        "{\"channel\":\"api\",\"locale\":\"en\",\"sender\":%s,\"subject\":\"%s\",\"body\":\"%s\"}",
                        sender,
                        subject,
                        TEXT.formatted(number)));
    }
}
