package dev.casestream.notification;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import org.jspecify.annotations.Nullable;

/** The words of our letters that are not somebody's; other languages in {@code messages/letter_*.properties}. */
@MessageBundle(value = "letter", locale = "en")
public interface LetterTexts {

    @Message("Please reply above this line")
    String replyAbove();

    @Message("We have received your request")
    String received();

    @Message("Hello{#if name} {name}{/if},")
    String greeting(@Nullable String name);

    @Message("Thank you for writing to us. We have received your request and given it the number {number}.")
    String registered(String number);

    @Message(
            "We will get back to you as soon as we can. If you would like to add something, simply reply to this e-mail.")
    String next();

    @Message("Kind regards")
    String regards();

    @Message("This e-mail is about your request {number}. To answer, simply reply to it.")
    String about(String number);

    @Message("You wrote:")
    String youWrote();
}
