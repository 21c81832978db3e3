package org.ambergate.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;

/** The content type of a transport message: {@code multipart/mixed} with a boundary (RFC 2045, section 5.1). */
final class MultipartType {
    /** RFC 2046, section 5.1.1. */
    static final int BOUNDARY_LENGTH_MAX = 70;

    /** Longest Content-Type header; a boundary, a charset and room. */
    static final int HEADER_LENGTH_MAX = 1000;

    private static final String BOUNDARY_MARKS = "'()+_,-./:=? ";
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`{|}~";

    private MultipartType() {}

    /**
     * Finds the boundary.
     *
     * @throws LocalFault {@code invalid_content_type} unless the type is {@code multipart/mixed} with exactly one
     *     boundary that RFC 2046 allows, and no parameter is given twice
     */
    static String boundary(String contentType) throws LocalFault {
        if (contentType.length() > HEADER_LENGTH_MAX) {
            throw refused("The content type is too long");
        }
        List<String> pieces = split(contentType);
        if (!pieces.get(0).strip().toLowerCase(Locale.ROOT).equals("multipart/mixed")) {
            throw refused("The content type is not multipart/mixed");
        }
        Map<String, String> parameters = new HashMap<>();
        for (String piece : pieces.subList(1, pieces.size())) {
            int equals = piece.indexOf('=');
            String name = equals < 0 ? "" : piece.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (!isToken(name)) {
                throw refused("The content type has a malformed parameter");
            }
            if (parameters.put(name, value(piece.substring(equals + 1))) != null) {
                throw refused("The content type has a parameter twice: " + name);
            }
        }
        return checked(parameters.getOrDefault("boundary", ""));
    }

    static boolean isBoundary(String boundary) {
        return !boundary.isEmpty()
                && boundary.length() <= BOUNDARY_LENGTH_MAX
                && !boundary.endsWith(" ")
                && isOf(boundary, BOUNDARY_MARKS);
    }

    private static String checked(String boundary) throws LocalFault {
        if (!isBoundary(boundary)) {
            throw refused("The content type has no boundary, or one that is not allowed");
        }
        return boundary;
    }

    /** Splits at semicolons outside quoted strings. */
    private static List<String> split(String contentType) throws LocalFault {
        List<String> pieces = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < contentType.length(); i++) {
            char c = contentType.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                pieces.add(contentType.substring(start, i));
                start = i + 1;
            }
        }
        if (quoted) {
            throw refused("The content type has an open quote");
        }
        pieces.add(contentType.substring(start));
        return pieces;
    }

    /** A token, or a quoted string without escapes: no boundary needs one, and readers differ about them. */
    private static String value(String raw) throws LocalFault {
        String value = raw.strip();
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        String text = quoted ? value.substring(1, value.length() - 1) : value;
        boolean fits =
                quoted ? text.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != '"' && c != '\\') : isToken(text);
        if (!fits) {
            throw refused("The content type has a malformed parameter");
        }
        return text;
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && isOf(text, TOKEN_MARKS);
    }

    /** Letters, digits and these marks only. */
    private static boolean isOf(String text, String marks) {
        for (int i = 0; i < text.length(); i++) {
            if (!isAlphanumeric(text.charAt(i)) && marks.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static LocalFault refused(String text) {
        return new LocalFault(MessageFault.INVALID_CONTENT_TYPE, text);
    }
}
