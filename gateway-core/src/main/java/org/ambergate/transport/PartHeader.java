package org.ambergate.transport;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;

/**
 * Collects the header of a part. Every part of a REST message has one header line, its content type; another one could
 * only mean something to a reader that obeys it (a transfer encoding, a file name), so it is refused. One thread.
 */
final class PartHeader {
    private static final String CONTENT_TYPE = "content-type";

    private final byte[] line = new byte[Limits.PART_HEADER_LINE_BYTES_MAX];
    private int length;
    private boolean afterReturn;
    private String contentType = "";

    /**
     * Takes the next byte.
     *
     * @return whether it was the last one of the header
     * @throws LocalFault {@code mime_parsing_failed} if the header is not exactly one proper content type line
     */
    boolean isCompleteWith(byte next) throws LocalFault {
        if (afterReturn) {
            if (next != '\n') {
                throw broken("A part header has a bare carriage return");
            }
            afterReturn = false;
            return endLine();
        }
        if (next == '\r') {
            afterReturn = true;
            return false;
        }
        if (next != '\t' && (next < ' ' || next == 0x7F)) {
            throw broken("A part header has a character that is not allowed");
        }
        if (length == line.length) {
            throw broken("A part header line is longer than " + line.length + " bytes");
        }
        line[length] = next;
        length++;
        return false;
    }

    /**
     * The kind of the part whose header is complete; makes ready for the next header.
     *
     * @throws LocalFault {@code invalid_message} if a REST message has no such part
     */
    PartType takeType() throws LocalFault {
        String taken = contentType;
        contentType = "";
        return PartType.of(taken).orElseThrow(() -> new LocalFault(MessageFault.INVALID_MESSAGE, unknown(taken)));
    }

    private boolean endLine() throws LocalFault {
        if (length == 0) {
            if (contentType.isEmpty()) {
                throw broken("A part has no content type");
            }
            return true;
        }
        String text = new String(line, 0, length, StandardCharsets.US_ASCII);
        length = 0;
        int colon = text.indexOf(':');
        if (colon < 0 || !text.substring(0, colon).toLowerCase(Locale.ROOT).equals(CONTENT_TYPE)) {
            throw broken("A part has a header line that is not its content type");
        }
        if (!contentType.isEmpty()) {
            throw broken("A part has two content types");
        }
        contentType = text.substring(colon + 1).strip();
        if (contentType.isEmpty()) {
            throw broken("A part has an empty content type");
        }
        return false;
    }

    private static String unknown(String contentType) {
        String base = PartType.base(contentType);
        return base.startsWith("multipart/") || base.equals("application/xop+xml")
                ? "SOAP messages with attachments are not supported by this server"
                : "The message has a part of unknown type";
    }

    private static LocalFault broken(String text) {
        return new LocalFault(MessageFault.MIME_PARSING_FAILED, text);
    }
}
