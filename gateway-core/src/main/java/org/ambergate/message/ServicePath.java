package org.ambergate.message;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;

/**
 * The part of a REST path that belongs to the service, in the one form that is judged, logged and forwarded. A path
 * that two servers could read differently is refused rather than cleaned: what the access rights allowed must be what
 * the service sees (threats T-40, T-41; client protocol specification, section 2.7).
 */
public final class ServicePath {
    /** Longest path, characters; X-Road's HTTP front takes no longer request line. */
    public static final int LENGTH_MAX = 8 * 1024;

    private final String forwarded;
    private final List<String> readings;

    private ServicePath(String forwarded, List<String> readings) {
        this.forwarded = forwarded;
        this.readings = List.copyOf(readings);
    }

    /**
     * Brings a path into its canonical form: percent-encoded unreserved characters are decoded, other encodings are
     * written in upper case.
     *
     * @param rawServicePath empty, or beginning with a slash, as received
     * @throws LocalFault {@code access_denied} for dot segments and empty segments however encoded, for encodings of
     *     {@code / \ % ; ? #} and of control characters, for what is no well-formed UTF-8, and for text that Unicode
     *     normalisation changes into something else
     */
    public static ServicePath canonical(String rawServicePath) throws LocalFault {
        if (rawServicePath.isEmpty()) {
            return new ServicePath("", List.of(""));
        }
        if (rawServicePath.length() > LENGTH_MAX) {
            throw denied("is longer than " + LENGTH_MAX + " characters");
        }
        if (rawServicePath.charAt(0) != '/') {
            throw denied("does not begin with a slash");
        }
        StringBuilder forwarded = new StringBuilder(rawServicePath.length());
        String decoded = decode(rawServicePath, forwarded);
        PathReadings.requirePlainText(decoded);
        List<String> readings = PathReadings.of(decoded);
        for (String reading : readings) {
            PathReadings.requirePlainSegments(reading);
        }
        return new ServicePath(forwarded.toString(), readings);
    }

    /** The percent-encoded form that is appended to the service's URL; empty, or beginning with a slash. */
    public String forwarded() {
        return forwarded;
    }

    /** The decoded path as different servers would read it; every one must be allowed. */
    List<String> readings() {
        return readings;
    }

    @Override
    public String toString() {
        return forwarded;
    }

    /** Decodes the whole path and writes its canonical encoding to {@code forwarded}. */
    private static String decode(String raw, StringBuilder forwarded) throws LocalFault {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int octet = octet(raw, i);
                encode(octet, forwarded);
                decoded.write(octet);
                i += 2;
            } else if (PathCharacters.isPath(c)) {
                forwarded.append(c);
                decoded.write(c);
            } else {
                throw denied("has a character that must be percent-encoded");
            }
        }
        return utf8(decoded.toByteArray());
    }

    private static int octet(String raw, int percent) throws LocalFault {
        int high = percent + 2 < raw.length() ? PathCharacters.hexDigit(raw.charAt(percent + 1)) : -1;
        int low = percent + 2 < raw.length() ? PathCharacters.hexDigit(raw.charAt(percent + 2)) : -1;
        if (high < 0 || low < 0) {
            throw denied("has a malformed percent-encoding");
        }
        int octet = (high << 4) | low;
        // A server that decodes once more, or before it splits, would see another path.
        if (octet < ' ' || octet == 0x7F || "/\\%;?#".indexOf(octet) >= 0) {
            throw denied("has a percent-encoded separator or control character");
        }
        return octet;
    }

    private static void encode(int octet, StringBuilder forwarded) {
        if (PathCharacters.isUnreserved(octet)) {
            forwarded.append((char) octet);
        } else {
            forwarded
                    .append('%')
                    .append(Character.toUpperCase(Character.forDigit(octet >> 4, 16)))
                    .append(Character.toUpperCase(Character.forDigit(octet & 0xF, 16)));
        }
    }

    private static String utf8(byte[] decoded) throws LocalFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
        } catch (CharacterCodingException e) {
            throw denied("is not UTF-8").causedBy(e);
        }
    }

    static LocalFault denied(String why) {
        return new LocalFault(MessageFault.ACCESS_DENIED, "Request is not allowed: the path " + why);
    }
}
