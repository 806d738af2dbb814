package dev.casestream.intake.mail;

import com.google.re2j.Pattern;

/** How mail programs mark what they quote, in the languages of our users; matched in linear time. */
final class QuoteMarks {

    /** Elements that hold a quotation or a signature. */
    static final String CONTAINERS = String.join(
            ", ",
            ".gmail_quote_container",
            ".gmail_quote",
            ".gmail_signature",
            ".gmail_attr",
            "blockquote[type=cite]",
            ".moz-cite-prefix",
            ".moz-signature",
            ".yahoo_quoted",
            ".protonmail_quote",
            ".zmail_extra",
            "#OLK_SRC_BODY_SECTION",
            "[name=quoted-content]");

    /** Elements after which all is quoted. */
    static final String DIVIDERS = String.join(
            ", ",
            "#divRplyFwdMsg",
            "#appendonsend",
            "#mail-editor-reference-message-container",
            "hr[tabindex=-1]",
            "div[style*=border-top:solid #E1E1E1]",
            "div[style*=border-top:solid #B5C4DF]");

    private static final int LONGEST = 1_000;

    private static final Pattern DELIMITER = Pattern.compile("^[>\\s]*##-.{0,200}-##\\s*$");
    /** Each names a date: without one it may be what the customer tells. */
    private static final Pattern INTRODUCTION = Pattern.compile("(?i)^(?:"
            + "on\\b.{0,80}\\d.{2,300}\\bwrote\\s?:"
            + "|(?:den|på|kl\\.?)\\s.{0,80}\\d.{2,300}\\b(?:skrev|skreiv)\\b.{0,200}:"
            + "|.{0,40}\\d{4}.{2,200}\\bskrev\\b.{0,200}:"
            + "|am\\b.{0,80}\\d.{2,300}\\bschrieb\\b.{0,200}:"
            + "|le\\b.{0,80}\\d.{2,300}\\ba écrit\\s?:"
            + "|el\\b.{0,80}\\d.{2,300}\\bescribió\\s?:"
            + "|.{0,60}\\d{1,2}[.:]\\d{2}.{2,300}(?:пишет|написал|написала|написал\\(а\\)|писал)\\s?:"
            + "|.{0,40}\\d{4}.{2,300}(?:пишет|написал|написала|написал\\(а\\)|писал)\\s?:"
            + "|.{0,10}\\d{1,2} \\S{3,10} \\d{4} г\\. в \\d{1,2}:\\d{2}, .{1,200}<.{3,200}>:"
            + ")$");

    private static final Pattern RULE = Pattern.compile("^_{10,}$");
    private static final Pattern ORIGINAL =
            Pattern.compile("(?i)^[\\s_-]*-{2,}\\s*(?:original message|original appointment"
                    + "|oprindelig meddelelse|oprindelig besked|ursprungligt meddelande|originalmeddelande|opprinnelig melding"
                    + "|исходное сообщение|оригинальное сообщение|пересылаемое сообщение|ursprüngliche nachricht"
                    + "|message d['’]origine|mensaje original)\\s*-{2,}\\s*$");
    private static final Pattern FORWARD = Pattern.compile("(?i)^[\\s-]*(?:-{4,}|begin)\\s*(?:forwarded message"
            + "|videresendt besked|videresendt meddelelse|videresendt melding|vidarebefordrat meddelande"
            + "|пересылаемое сообщение|пересланное сообщение|weitergeleitete nachricht|message transféré"
            + "|mensaje reenviado)\\s*[-:]*\\s*$");
    private static final Pattern FROM =
            Pattern.compile("(?i)^\\*?(?:from|fra|från|от|von|de|expéditeur)\\s?:\\*?\\s*\\S.{0,500}$");
    private static final Pattern SENT = Pattern.compile(
            "(?i)^\\*?(?:sent|sendt|skickat|отправлено|дата|gesendet|envoyé|enviado(?: el)?|date|dato|datum|fecha)\\s?:\\*?\\s*\\S.{0,300}$");
    private static final Pattern DEVICE = Pattern.compile("(?i)^(?:"
            + "sent (?:from (?:my |outlook|mail|yahoo|proton|samsung)|with proton).{0,80}"
            + "|sendt fra (?:min|mit|mail|e-post|outlook).{0,60}"
            + "|skickat från (?:min|mail|e-post|outlook).{0,60}"
            + "|отправлено (?:с|из) .{0,60}"
            + "|von mei\\S{1,20} .{0,40} gesendet|gesendet (?:von|mit) (?:mei|mail|outlook|der).{0,60}"
            + "|envoyé (?:de mon |depuis mon |à partir de |depuis outlook).{0,60}"
            + "|enviado desde (?:mi |correo |outlook).{0,60}"
            + "|(?:get|hent|hämta|skaff deg|получить|download|télécharger|obtenir|obtener|holen sie sich)"
            + " outlook .{0,60}"
            + "|outlook für .{0,20} (?:beziehen|herunterladen).{0,60}"
            + ")$");

    private QuoteMarks() {}

    static boolean isDelimiter(String line) {
        return matches(DELIMITER, line);
    }

    static boolean isIntroduction(String line) {
        return matches(INTRODUCTION, line);
    }

    static boolean isOriginal(String line) {
        return matches(ORIGINAL, line) && !isForward(line);
    }

    static boolean isForward(String line) {
        return matches(FORWARD, line);
    }

    static boolean isFrom(String line) {
        return matches(FROM, line);
    }

    static boolean isSent(String line) {
        return matches(SENT, line);
    }

    /** The line that some programs draw above the quotation's head. */
    static boolean isRule(String line) {
        return matches(RULE, line);
    }

    static boolean isSignatureMark(String line) {
        return line.equals("-- ") || line.equals("--");
    }

    static boolean isDeviceSignature(String line) {
        return matches(DEVICE, line);
    }

    private static boolean matches(Pattern pattern, String line) {
        return line.length() <= LONGEST && pattern.matches(line.strip());
    }
}
