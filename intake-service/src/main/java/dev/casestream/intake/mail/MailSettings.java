package dev.casestream.intake.mail;

import dev.casestream.contracts.Priority;
import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an operator knows of incoming mail. */
@ConfigMapping(prefix = "casestream.mail-settings")
public interface MailSettings {

    /** Where an address is not hinted at. */
    Hint NONE = new Hint() {
        @Override
        public Optional<String> category() {
            return Optional.empty();
        }

        @Override
        public Optional<Priority> priority() {
            return Optional.empty();
        }
    };

    /** By address of ours: what its mail is about. */
    Map<String, Hint> hints();

    /** The names of our own mail servers in Authentication-Results; those of others prove nothing. */
    Optional<Set<String>> authenticationServers();

    /** What mail to one address is about. */
    interface Hint {
        Optional<String> category();

        Optional<Priority> priority();
    }
}
