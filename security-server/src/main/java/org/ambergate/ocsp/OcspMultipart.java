package org.ambergate.ocsp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.VerificationFault;

/** The multipart answer of port 5577 (transport specification, section 7.1), written and read. */
final class OcspMultipart {
    /** Content type of a part. */
    static final String PART_TYPE = "application/ocsp-response";

    /** A response with its responder's certificates has 2 to 8 KiB. */
    static final int PART_BYTES_MAX = 64 * 1024;

    /** The protocol's limit for a part's header line (transport specification, section 3). */
    static final int HEADER_LINE_BYTES_MAX = 1000;

    /** Peers send one header in each part. */
    static final int HEADERS_MAX = 16;

    private static final String TYPE = "multipart/related";
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] DASHES = {'-', '-'};
    // RFC 2046, section 5.1.1: 1 to 70 of these characters
    private static final Pattern BOUNDARY = Pattern.compile(
            ";\\s*boundary=(?:\"([0-9A-Za-z'()+_,./:=? -]{1,70})\"|([0-9A-Za-z'()+_./:=?-]{1,70}))\\s*(?:;|$)",
            Pattern.CASE_INSENSITIVE);

    private final byte[] body;
    private final byte[] delimiter;
    private int position;

    private OcspMultipart(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    static String contentType(String boundary) {
        return TYPE + "; type=\"" + PART_TYPE + "\"; charset=UTF-8; boundary=" + boundary;
    }

    /** Writes one part for each response, in order. */
    static byte[] write(List<byte[]> responses, String boundary) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        byte[] header = ("Content-Type: " + PART_TYPE).getBytes(StandardCharsets.ISO_8859_1);
        byte[] separator = {};
        for (byte[] response : responses) {
            out.writeBytes(separator);
            out.writeBytes(delimiter);
            out.writeBytes(CRLF);
            out.writeBytes(header);
            out.writeBytes(CRLF);
            out.writeBytes(CRLF);
            out.writeBytes(response);
            separator = CRLF;
        }
        out.writeBytes(separator);
        out.writeBytes(delimiter);
        out.writeBytes(DASHES);
        out.writeBytes(CRLF);
        return out.toByteArray();
    }

    /**
     * Reads exactly the expected number of responses, in order.
     *
     * @throws LocalFault {@code incorrect_validation_info} if the answer has another form, another number of parts or an
     *     oversized one
     */
    static List<byte[]> read(String contentType, byte[] body, int expected) throws LocalFault {
        if (!contentType.strip().toLowerCase(Locale.ROOT).startsWith(TYPE)) {
            throw refused("is not " + TYPE);
        }
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw refused("has no valid boundary");
        }
        String boundary = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new OcspMultipart(body, boundary).parts(expected);
    }

    private List<byte[]> parts(int expected) throws LocalFault {
        List<byte[]> parts = new ArrayList<>();
        openFirst();
        while (!skip(DASHES)) {
            if (parts.size() == expected) {
                throw refused("has more than the " + expected + " parts asked for");
            }
            require(CRLF);
            headers();
            parts.add(content());
        }
        if (parts.size() != expected) {
            throw refused("has " + parts.size() + " parts instead of " + expected);
        }
        skip(CRLF);
        if (position != body.length) {
            throw refused("goes on after its end");
        }
        return List.copyOf(parts);
    }

    /** The first delimiter, with or without the line break that belongs to it. */
    private void openFirst() throws LocalFault {
        skip(CRLF);
        require(Arrays.copyOfRange(delimiter, CRLF.length, delimiter.length));
    }

    private void headers() throws LocalFault {
        boolean typed = false;
        for (int count = 0; !skip(CRLF); count++) {
            int end = find(CRLF, Math.min(body.length, position + HEADER_LINE_BYTES_MAX + CRLF.length));
            if (end < 0 || count == HEADERS_MAX) {
                throw refused("has part headers that are too long or too many");
            }
            String line = new String(body, position, end - position, StandardCharsets.ISO_8859_1);
            typed |= line.toLowerCase(Locale.ROOT).matches("content-type:\\s*" + PART_TYPE + "\\s*(;.*)?");
            position = end + CRLF.length;
        }
        if (!typed) {
            throw refused("has a part that is not " + PART_TYPE);
        }
    }

    private byte[] content() throws LocalFault {
        int end = find(delimiter, body.length);
        if (end < 0) {
            throw refused("ends in the middle of a part");
        }
        if (end - position > PART_BYTES_MAX) {
            throw refused("has a part of more than " + PART_BYTES_MAX + " bytes");
        }
        byte[] content = Arrays.copyOfRange(body, position, end);
        position = end + delimiter.length;
        return content;
    }

    private int find(byte[] wanted, int limit) {
        for (int at = position; at + wanted.length <= limit; at++) {
            if (Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    private boolean skip(byte[] wanted) {
        int end = position + wanted.length;
        if (end > body.length || !Arrays.equals(body, position, end, wanted, 0, wanted.length)) {
            return false;
        }
        position = end;
        return true;
    }

    private void require(byte[] wanted) throws LocalFault {
        if (!skip(wanted)) {
            throw refused("is not well-formed multipart");
        }
    }

    private static LocalFault refused(String reason) {
        return new LocalFault(
                VerificationFault.INCORRECT_VALIDATION_INFO, "The peer's answer with OCSP responses " + reason);
    }
}
