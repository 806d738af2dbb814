package dev.casestream.notification;

import dev.casestream.notification.domain.Correspondence;
import dev.casestream.notification.domain.SubjectLine;
import dev.casestream.notification.sender.Letter;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.Variant;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Writes a letter in the customer's language, as text and as HTML. */
@ApplicationScoped
class WriteLetters {

    private final String signature;

    WriteLetters(@ConfigProperty(name = "casestream.mail.name") String signature) {
        this.signature = signature;
    }

    @CheckedTemplate(basePath = "letter")
    static class Templates {
        static native TemplateInstance acknowledgement(Correspondence about, String signature);

        static native TemplateInstance reply(Correspondence about);
    }

    Uni<Letter.Content> write(Correspondence about) {
        return render(about, Variant.TEXT_PLAIN)
                .flatMap(text -> render(about, Variant.TEXT_HTML)
                        .map(html -> new Letter.Content(subject(about), text.strip() + "\n", html.strip() + "\n")));
    }

    private Uni<String> render(Correspondence about, String contentType) {
        var template = switch (about.purpose()) {
            case ACKNOWLEDGEMENT -> Templates.acknowledgement(about, signature);
            case REPLY -> Templates.reply(about);
        };
        return template.setLocale(about.language().tag())
                .setAttribute(TemplateInstance.SELECTED_VARIANT, Variant.forContentType(contentType))
                .createUni()
                .map(rendered -> rendered.replace("\r\n", "\n").replace('\r', '\n'));
    }

    private static String subject(Correspondence about) {
        if (about.subject() != null) {
            return SubjectLine.reply(about.number(), about.subject());
        }
        var texts = MessageBundles.get(
                LetterTexts.class, Localized.Literal.of(about.language().tag()));
        return SubjectLine.of(about.number(), texts.received());
    }
}
