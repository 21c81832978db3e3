package org.ambergate.identifier;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The slash form of identifiers in URL paths and {@code X-Road-*} headers: segments joined by {@code /}, each
 * percent-encoded as a UTF-8 path segment (client protocol specification, section 1.3).
 */
final class EncodedIdentifier {
    /** Longest identifier accepted in encoded form, characters; seven parts of 255 characters with slack for encoding. */
    static final int ENCODED_LENGTH_MAX = 8 * 1024;

    private static final String UNRESERVED_MARKS = "-._~!$&'()*+,;=:@";

    private EncodedIdentifier() {}

    static List<String> decode(String encoded) {
        if (encoded.length() > ENCODED_LENGTH_MAX) {
            throw new MalformedIdentifierException("Identifier is longer than " + ENCODED_LENGTH_MAX + " characters");
        }
        List<String> parts = new ArrayList<>(6);
        int start = 0;
        for (int i = 0; i <= encoded.length(); i++) {
            if (i == encoded.length() || encoded.charAt(i) == '/') {
                parts.add(decodeSegment(encoded.substring(start, i)));
                start = i + 1;
            }
        }
        return parts;
    }

    static String encode(List<String> parts) {
        StringBuilder out = new StringBuilder(64);
        for (String part : parts) {
            if (!out.isEmpty()) {
                out.append('/');
            }
            encodeSegment(part, out);
        }
        return out.toString();
    }

    private static String decodeSegment(String segment) {
        boolean plain = true;
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                plain = false;
            } else if (!isLiteral(c)) {
                throw new MalformedIdentifierException("Identifier has a character that must be percent-encoded");
            }
        }
        return plain ? segment : decodePercents(segment);
    }

    private static String decodePercents(String segment) {
        ByteBuffer bytes = ByteBuffer.allocate(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            if (i + 2 >= segment.length()) {
                throw new MalformedIdentifierException("Identifier ends inside a percent-encoding");
            }
            int high = hexDigit(segment.charAt(i + 1));
            int low = hexDigit(segment.charAt(i + 2));
            if (high < 0 || low < 0) {
                throw new MalformedIdentifierException("Identifier has a malformed percent-encoding");
            }
            bytes.put((byte) ((high << 4) | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes.flip())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedIdentifierException("Identifier is not UTF-8");
        }
    }

    private static void encodeSegment(String part, StringBuilder out) {
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (isLiteral(c)) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
            }
        }
    }

    private static boolean isLiteral(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c < 128 && UNRESERVED_MARKS.indexOf(c) >= 0);
    }

    private static int hexDigit(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    /** Checks that a mandatory part is neither blank nor longer than 255 characters, and returns it. */
    static String part(String value, String name) {
        if (value.isBlank()) {
            throw new MalformedIdentifierException(name + " must not be blank");
        }
        if (value.length() > 255) {
            throw new MalformedIdentifierException(name + " is longer than 255 characters");
        }
        return value;
    }
}
