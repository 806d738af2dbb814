package dev.casestream.analytics;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Charts for people. The page holds no data: it asks for a token and reads this service's endpoints with it. */
@Path("/v1/dashboard")
@Tag(name = "Measurement")
public class DashboardResource {

    private final Template page;
    private final SecureRandom random = new SecureRandom();

    DashboardResource(@Location("dashboard.html") Template page) {
        this.page = page;
    }

    @GET
    @PermitAll
    @Produces(MediaType.TEXT_HTML)
    @Operation(
            summary = "A page with charts",
            description = "Public, because it holds no data. Give it a bearer token in its form, or in the fragment"
                    + " #token=..., which browsers never send to a server; it is kept in the page's memory only.")
    public Uni<Response> page() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        var nonce = HexFormat.of().formatHex(bytes);
        return page.data("nonce", nonce)
                .createUni()
                .map(html -> Response.ok(html)
                        .header(
                                "Content-Security-Policy",
                                "default-src 'none'; script-src 'nonce-%1$s'; style-src 'nonce-%1$s'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                                        .formatted(nonce))
                        .header("Referrer-Policy", "no-referrer")
                        .header("Cache-Control", "no-store")
                        .build());
    }
}
