package dev.casestream.intake.channel;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Outlook's container, with one file in it. */
final class Tnef {

    private static final int SIGNATURE = 0x223E9F78;
    private static final int ATTACHMENT_BEGINS = 0x00069002;
    private static final int TITLE = 0x00018010;
    private static final int DATA = 0x0006800F;

    private Tnef() {}

    static byte[] of(String name, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(Integer.reverseBytes(SIGNATURE));
        out.writeShort(Short.reverseBytes((short) 1));
        attribute(out, ATTACHMENT_BEGINS, new byte[14]);
        attribute(out, TITLE, (name + "\0").getBytes(StandardCharsets.US_ASCII));
        attribute(out, DATA, content.getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    private static void attribute(DataOutputStream out, int tag, byte[] value) throws IOException {
        out.writeByte(2);
        out.writeInt(Integer.reverseBytes(tag));
        out.writeInt(Integer.reverseBytes(value.length));
        out.write(value);
        var sum = 0;
        for (var b : value) {
            sum += b & 0xFF;
        }
        out.writeShort(Short.reverseBytes((short) sum));
    }
}
