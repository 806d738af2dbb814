package dev.casestream.intake.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casestream.chassis.events.Codec;
import dev.casestream.contracts.Priority;
import dev.casestream.intake.store.Sha256;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A request as front ends and machines send it.
 *
 * @param channel {@code web} unless said otherwise; strangers may use no other
 * @param bodyFormat {@code text} unless said otherwise
 * @param locale BCP 47; goes before what is detected
 * @param conversationKey the same for all requests of one conversation, in the scope of the channel
 * @param externalId the caller's own id: the same again is the same request
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Submission(
        @Schema(defaultValue = "web")
        @Nullable
        @Pattern(regexp = "[a-z][a-z0-9-]{0,31}", message = "must be a lower-case name")
        String channel,

        @Nullable @Valid Author sender,
        @Nullable @Size(max = 998) String subject,

        @Schema(required = true) @NotBlank @Size(max = MOST_BODY)
        String body,

        @Nullable @Pattern(regexp = "text|html", message = "must be text or html")
        String bodyFormat,

        @Nullable @Size(max = 35) String locale,
        @Nullable @Size(min = 1, max = 200) String conversationKey,
        @Nullable @Size(min = 1, max = 255) String externalId,
        @Nullable Priority priority,
        @Nullable @Size(max = 100) String category,
        @Nullable @Size(max = 32) Map<@Size(min = 1, max = 64) String, @NotNull @Size(max = 500) String> fields,
        @Nullable @Size(max = 50) List<@Valid @NotNull File> attachments) {

    static final int MOST_BODY = 256 * 1024;

    /** Who asks; at least one way to answer them. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Author(
            @Nullable @Size(max = 200) String name,
            @Nullable @Size(max = 254) String email,
            @Nullable @Size(max = 50) String phone,
            @Nullable @Size(max = 200) String handle) {}

    /** @param content base64 in JSON */
    public record File(
            @Nullable @Size(max = 500) String name,
            @Nullable @Size(max = 200) String contentType,
            @NotNull byte[] content) {}

    public String channelName() {
        return channel == null ? WebChannel.NAME : channel;
    }

    List<File> files() {
        return attachments == null ? List.of() : attachments;
    }

    /** Equal for equal requests, however they were written down. */
    public String fingerprint() {
        var files = files().stream()
                .map(file -> file.name() + ":" + Sha256.of(file.content()))
                .toList();
        var words = new Submission(
                channel,
                sender,
                subject,
                body,
                bodyFormat,
                locale,
                conversationKey,
                externalId,
                priority,
                category,
                fields,
                null);
        return Sha256.of(Codec.write(words) + files);
    }
}
