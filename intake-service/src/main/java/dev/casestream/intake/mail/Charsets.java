package dev.casestream.intake.mail;

import jakarta.mail.internet.MimeUtility;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/** Bytes to text, also where the charset is missing, wrong or unknown. */
final class Charsets {

    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final Charset CYRILLIC = Charset.forName("windows-1251");
    private static final Charset KOI8 = Charset.forName("KOI8-R");

    private Charsets() {}

    static String decode(byte[] bytes, @Nullable String declared) {
        var charset = named(declared);
        if (charset != null && charset != StandardCharsets.US_ASCII && charset != StandardCharsets.UTF_8) {
            return new String(bytes, charset);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, wholeCharacters(bytes)))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, guess(bytes));
        }
    }

    /** ISO-8859-1 is read as what it is in mail: windows-1252. */
    private static @Nullable Charset named(@Nullable String declared) {
        if (declared == null) {
            return null;
        }
        try {
            var charset = Charset.forName(MimeUtility.javaCharset(declared.replaceAll("[\"'\\s]", "")));
            return charset == StandardCharsets.ISO_8859_1 ? WESTERN : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    /** Words full of high bytes are Cyrillic; where its small letters lie tells the two code pages apart. */
    private static Charset guess(byte[] bytes) {
        int letters = 0;
        int low = 0;
        int high = 0;
        for (var b : bytes) {
            var c = b & 0xFF;
            if (c >= 0xE0) {
                high++;
            } else if (c >= 0xC0) {
                low++;
            } else if (Character.isLetter(c) && c < 0x80) {
                letters++;
            }
        }
        if (low + high <= letters) {
            return WESTERN;
        }
        return low > high ? KOI8 : CYRILLIC;
    }

    /** Without a character that was cut off where reading stopped. */
    private static int wholeCharacters(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            var c = bytes[bytes.length - back] & 0xFF;
            if (c >= 0xC0) {
                var needed = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
                return needed > back ? bytes.length - back : bytes.length;
            }
            if (c < 0x80) {
                break;
            }
        }
        return bytes.length;
    }
}
