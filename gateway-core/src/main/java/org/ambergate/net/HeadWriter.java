package org.ambergate.net;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Writes heads, spelled as given; the framing fields are the edge's own. */
final class HeadWriter {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] CONNECTION_CLOSE = ascii("Connection: close\r\n");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");

    static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");

    private HeadWriter() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether every field can be written without starting another one (threat T-32). */
    static boolean isWritable(HttpFields fields) {
        for (HttpField field : fields.entries()) {
            if (!Ascii.isToken(field.name()) || !Ascii.isFieldValue(field.value())) {
                return false;
            }
        }
        return true;
    }

    static boolean isWritableTarget(String target) {
        for (int i = 0; i < target.length(); i++) {
            if (!Ascii.isVisible(target.charAt(i))) {
                return false;
            }
        }
        return !target.isEmpty() && (target.charAt(0) == '/' || target.equals("*"));
    }

    static void request(ByteBuf out, String method, String target, HttpFields fields, OptionalLong length) {
        text(out, method);
        out.writeByte(' ');
        text(out, target);
        text(out, " HTTP/1.1\r\n");
        fields(out, fields);
        boolean bodyless = method.equals("GET") || method.equals("HEAD") || method.equals("DELETE");
        if (length.isEmpty() || length.getAsLong() > 0 || !bodyless) {
            length(out, length);
        }
        out.writeBytes(CRLF);
    }

    /** The head of a reply that has a body, or could have one. */
    static void reply(ByteBuf out, int status, HttpFields fields, OptionalLong length, boolean close) {
        replyStart(out, status, fields, close);
        length(out, length);
        out.writeBytes(CRLF);
    }

    /** The head of a reply that never has a body (204, 304): no length either (RFC 9110, section 8.6). */
    static void bodilessReply(ByteBuf out, int status, HttpFields fields, boolean close) {
        replyStart(out, status, fields, close);
        out.writeBytes(CRLF);
    }

    private static void replyStart(ByteBuf out, int status, HttpFields fields, boolean close) {
        text(out, "HTTP/1.1 ");
        text(out, Integer.toString(status));
        out.writeByte(' ');
        text(out, ReasonPhrases.of(status));
        out.writeBytes(CRLF);
        fields(out, fields);
        if (close) {
            out.writeBytes(CONNECTION_CLOSE);
        }
    }

    private static void fields(ByteBuf out, HttpFields fields) {
        for (HttpField field : fields.entries()) {
            if (!isFraming(field.name())) {
                text(out, field.name());
                out.writeByte(':').writeByte(' ');
                text(out, field.value());
                out.writeBytes(CRLF);
            }
        }
    }

    private static boolean isFraming(String name) {
        return switch (name.length()) {
            case 7 -> Ascii.equalsIgnoreCase(name, "Trailer");
            case 10 -> Ascii.equalsIgnoreCase(name, "Connection") || Ascii.equalsIgnoreCase(name, "Keep-Alive");
            case 14 -> Ascii.equalsIgnoreCase(name, "Content-Length");
            case 17 -> Ascii.equalsIgnoreCase(name, "Transfer-Encoding");
            default -> false;
        };
    }

    private static void length(ByteBuf out, OptionalLong length) {
        if (length.isPresent()) {
            out.writeBytes(CONTENT_LENGTH);
            text(out, Long.toString(length.getAsLong()));
            out.writeBytes(CRLF);
        } else {
            out.writeBytes(CHUNKED);
        }
    }

    private static void text(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }
}
