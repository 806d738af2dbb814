package dev.casestream.intake.webhook;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.intake.LimitStrangers;
import dev.casestream.intake.channel.Channels;
import dev.casestream.intake.provider.Account;
import dev.casestream.intake.provider.Accounts;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.WebhookChannel;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Where providers deliver. */
@Path("/v1/channels/{provider}/{account}/webhook")
@PermitAll
@Tag(name = "Channels")
public class WebhookResource {

    private final Tx tx;
    private final Channels channels;
    private final Accounts accounts;
    private final TakeDelivery takeDelivery;
    private final LimitStrangers limitStrangers;
    private final DatabaseTime time;

    WebhookResource(
            Tx tx,
            Channels channels,
            Accounts accounts,
            TakeDelivery takeDelivery,
            LimitStrangers limitStrangers,
            DatabaseTime time) {
        this.tx = tx;
        this.channels = channels;
        this.accounts = accounts;
        this.takeDelivery = takeDelivery;
        this.limitStrangers = limitStrangers;
        this.time = time;
    }

    private record Door(WebhookChannel channel, Account account) {}

    @GET
    @Operation(summary = "Answer a provider that checks the address: Meta's hub.challenge, X's crc_token")
    @APIResponse(responseCode = "200", description = "What the provider wants to hear")
    @APIResponse(responseCode = "403", description = "It is not the provider who asks")
    public Uni<Response> handshake(
            @RestPath String provider,
            @RestPath String account,
            @RestQuery("hub.mode") @Nullable String mode,
            @RestQuery("hub.verify_token") @Nullable String token,
            @RestQuery("hub.challenge") @Nullable String challenge,
            @RestQuery("crc_token") @Nullable String crcToken) {
        var query = new HashMap<String, String>();
        put(query, "hub.mode", mode);
        put(query, "hub.verify_token", token);
        put(query, "hub.challenge", challenge);
        put(query, "crc_token", crcToken);
        return blocking(() -> {
            var door = door(provider, account);
            var answer = door.channel()
                    .handshake(door.account(), query)
                    .orElseThrow(() -> Problems.forbidden("handshake", "The provider's check is not answered"));
            return Response.ok(answer, answer.startsWith("{") ? MediaType.APPLICATION_JSON : MediaType.TEXT_PLAIN)
                    .build();
        });
    }

    @POST
    @Operation(
            summary = "Take in what a provider delivers",
            description = "The raw body's signature is checked before anything reads it. The same message again is a"
                    + " duplicate in the ledger. Accounts are files, see casestream.accounts.dir.")
    @APIResponse(responseCode = "200", description = "Stored; delivered again it is a duplicate")
    @APIResponse(responseCode = "403", description = "The signature is not the provider's, or too old")
    @APIResponse(responseCode = "404", description = "There is no such account")
    public Uni<Response> deliver(
            @RestPath String provider,
            @RestPath String account,
            byte[] body,
            @Context HttpHeaders headers,
            @Context HttpServerRequest request) {
        if (body.length > Delivery.LARGEST) {
            throw Problems.tooLarge("The delivery", Delivery.LARGEST);
        }
        var given = lowerCase(headers);
        return blocking(() -> {
                    var door = door(provider, account);
                    var delivery = new Delivery(door.account().url().orElseGet(request::absoluteURI), given, body);
                    if (!door.channel().isGenuine(door.account(), delivery, time.now())) {
                        limitStrangers.count(request.remoteAddress().hostAddress());
                        throw Problems.forbidden("signature", "The delivery is not signed as the account demands");
                    }
                    return takeDelivery.understood(door.channel(), door.account(), delivery);
                })
                .flatMap(arrivals ->
                        tx.run(work -> takeDelivery.take(work, arrivals)).invoke(takeDelivery::readSoon))
                // No body: Twilio would send it to the customer.
                .replaceWith(() -> Response.ok().build());
    }

    private Door door(String provider, String account) throws IOException {
        var channel = channels.webhook(provider);
        return channel.flatMap(known -> accounts.find(provider, account).map(ours -> new Door(known, ours)))
                .orElseThrow(() -> Problems.notFound("account", provider + "/" + account));
    }

    private static Map<String, String> lowerCase(HttpHeaders headers) {
        var given = new TreeMap<String, String>();
        headers.getRequestHeaders()
                .forEach((name, values) -> given.putIfAbsent(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return given;
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    private static <T> Uni<T> blocking(Callable<T> action) {
        return Uni.createFrom()
                .completionStage(() ->
                        Vertx.currentContext().executeBlocking(action, false).toCompletionStage());
    }
}
