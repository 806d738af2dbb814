package dev.casestream.intake.mail;

import dev.casestream.intake.domain.EmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The addresses that mail may come in by, each also with anything after a plus. */
@ApplicationScoped
public class OurAddresses {

    private final Set<String> addresses;
    private final MailSettings settings;

    public OurAddresses(
            @ConfigProperty(name = "casestream.mail.addresses", defaultValue = "support@casestream.local")
                    List<String> addresses,
            MailSettings settings) {
        this.settings = settings;
        this.addresses = addresses.stream()
                .map(address -> EmailAddress.normalise(address)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "casestream.mail.addresses: " + address + " is no address")))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The address of ours that a recipient is, without what follows the plus. */
    public Optional<String> account(@Nullable String recipient) {
        return EmailAddress.normalise(recipient).map(OurAddresses::withoutTag).filter(addresses::contains);
    }

    /** What is known of a request by the address that it came to. */
    public MailSettings.Hint hint(@Nullable String account) {
        return account == null ? MailSettings.NONE : settings.hints().getOrDefault(account, MailSettings.NONE);
    }

    /** Servers whose Authentication-Results are believed. */
    public Set<String> believed() {
        return settings.authenticationServers().orElse(Set.of());
    }

    public List<String> all() {
        return addresses.stream().sorted().toList();
    }

    /** What follows the plus, letter by letter, if the recipient is one of ours. */
    public Optional<String> tag(String recipient) {
        var plus = recipient.indexOf('+');
        var at = recipient.lastIndexOf('@');
        return plus >= 0 && plus < at && account(recipient).isPresent()
                ? Optional.of(recipient.substring(plus + 1, at))
                : Optional.empty();
    }

    private static String withoutTag(String address) {
        var plus = address.indexOf('+');
        return plus < 0 ? address : address.substring(0, plus) + address.substring(address.lastIndexOf('@'));
    }
}
