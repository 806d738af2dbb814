package dev.casestream.intake.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.poi.hmef.Attachment;
import org.apache.poi.hmef.HMEFMessage;
import org.jspecify.annotations.Nullable;

/** The files in Outlook's {@code winmail.dat} (TNEF). */
final class Winmail {

    static final int LARGEST = 10 << 20;
    private static final int MOST_FILES = 50;

    private Winmail() {}

    record File(@Nullable String name, byte[] content) {}

    static boolean is(String type, @Nullable String name) {
        return type.equals("application/ms-tnef")
                || type.equals("application/vnd.ms-tnef")
                || "winmail.dat".equalsIgnoreCase(name);
    }

    /** None when it is not what it says: then it is a file like any other. */
    static List<File> files(byte[] tnef) {
        try {
            return new HMEFMessage(new ByteArrayInputStream(tnef))
                    .getAttachments().stream()
                            .limit(MOST_FILES)
                            .filter(file -> file.getContents() != null)
                            .map(file -> new File(name(file), file.getContents()))
                            .toList();
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    private static @Nullable String name(Attachment file) {
        return Objects.requireNonNullElse(file.getLongFilename(), file.getFilename());
    }
}
