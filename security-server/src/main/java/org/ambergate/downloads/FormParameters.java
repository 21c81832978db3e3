package org.ambergate.downloads;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The query part of a URL as form parameters. Percent-encoding and UTF-8 are taken strictly; a plus is a space. How long it
 * may be is the HTTP front's business.
 */
final class FormParameters {
    private static final int RADIX = 16;

    private final Map<String, List<String>> values;

    private FormParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Parses what stands behind the question mark. */
    static FormParameters parse(String rawQuery) throws RefusedDownloadException {
        Map<String, List<String>> values = new HashMap<>();
        for (String part : rawQuery.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            String value = decode(equals < 0 ? "" : part.substring(equals + 1));
            values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
        }
        return new FormParameters(values);
    }

    /** The value of a parameter that is given once, or not at all. */
    Optional<String> value(String name) throws RefusedDownloadException {
        List<String> given = values.getOrDefault(name, List.of());
        if (given.size() > 1) {
            throw RefusedDownloadException.badRequest("Parameter " + name + " is given more than once");
        }
        return given.stream().findFirst();
    }

    /** Whether a parameter is there, whatever its value. */
    boolean flag(String name) throws RefusedDownloadException {
        return value(name).isPresent();
    }

    private static String decode(String raw) throws RefusedDownloadException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(octet(raw, i + 1));
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        try {
            // A new decoder reports what is malformed; the string's own constructor would replace it.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw badEncoding();
        }
    }

    private static int octet(String raw, int at) throws RefusedDownloadException {
        int high = at < raw.length() ? hexDigit(raw.charAt(at)) : -1;
        int low = at + 1 < raw.length() ? hexDigit(raw.charAt(at + 1)) : -1;
        if (high < 0 || low < 0) {
            throw badEncoding();
        }
        return high * RADIX + low;
    }

    /** Digits of other scripts are digits to {@link Character}, too. */
    private static int hexDigit(char c) {
        return c < 128 ? Character.digit(c, RADIX) : -1;
    }

    private static RefusedDownloadException badEncoding() {
        return RefusedDownloadException.badRequest("The parameters are not percent-encoded UTF-8");
    }
}
