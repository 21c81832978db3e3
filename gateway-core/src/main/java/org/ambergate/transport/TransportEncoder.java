package org.ambergate.transport;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.ambergate.fault.FaultReply;

/**
 * Writes a transport message in exactly the form of X-Road's own writer (transport specification, section 3). Hands out
 * bytes and knows no stream. One thread; one message.
 */
public final class TransportEncoder {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BOUNDARY_LETTERS = 30;
    private static final String LINE_END = "\r\n";

    private final String boundary;
    private boolean hasBegun;

    /** @throws IllegalArgumentException if RFC 2046 does not allow the boundary */
    public TransportEncoder(String boundary) {
        if (!MultipartType.isBoundary(boundary)) {
            throw new IllegalArgumentException("Not a boundary");
        }
        this.boundary = boundary;
    }

    /** A boundary that nobody can guess, so that no body can hold it. */
    public static String newBoundary(RandomGenerator random) {
        StringBuilder out = new StringBuilder("xtop");
        for (int i = 0; i < BOUNDARY_LETTERS; i++) {
            out.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return out.toString();
    }

    /** The Content-Type of the message. */
    public String contentType() {
        return "multipart/mixed; charset=UTF-8; boundary=" + boundary;
    }

    /** Delimiter and header of a part; its content follows. */
    public byte[] open(PartType type) {
        String delimiter = (hasBegun ? LINE_END : "") + "--" + boundary + LINE_END;
        hasBegun = true;
        return (delimiter + "content-type: " + type.contentType() + LINE_END + LINE_END)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A whole part with the delimiter before it. */
    public byte[] part(PartType type, byte[] content) {
        byte[] opening = open(type);
        byte[] part = new byte[opening.length + content.length];
        System.arraycopy(opening, 0, part, 0, opening.length);
        System.arraycopy(content, 0, part, opening.length, content.length);
        return part;
    }

    /** A fault in place of the next part. */
    public byte[] fault(FaultReply reply) {
        return part(PartType.FAULT, FaultMessage.encode(reply));
    }

    /** The end of the message. */
    public byte[] close() {
        return (LINE_END + "--" + boundary + "--" + LINE_END).getBytes(StandardCharsets.US_ASCII);
    }
}
