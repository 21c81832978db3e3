package org.ambergate.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a header line may look like and which names may not travel in a REST head. Names are compared in lower case with
 * {@link Locale#ROOT}: under a Turkish locale {@code TRANSFER-ENCODING} would otherwise not be recognised.
 */
final class FieldRules {
    /** Most header lines of one head; X-Road's own HTTP front holds a few hundred at most in its 8 KiB. */
    static final int FIELDS_MAX = 500;

    static final String CLIENT = "x-road-client";
    static final String SERVICE = "x-road-service";
    static final String QUERY_ID = "x-road-id";
    static final String REQUEST_ID = "x-road-request-id";
    static final String REQUEST_HASH = "x-road-request-hash";

    /** Fields that belong to one connection or one hop; a head that holds one is refused (transport, section 5.1). */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "transfer-encoding",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "upgrade",
            "connection",
            "user-agent",
            "host",
            "content-length",
            "server",
            "expect");

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private FieldRules() {}

    static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static boolean isHopByHop(String lowerCaseName) {
        return HOP_BY_HOP.contains(lowerCaseName);
    }

    /** A token of RFC 9110, section 5.6.2: no blank before the colon can hide a name from a filter. */
    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && (c >= 128 || TOKEN_MARKS.indexOf(c) < 0)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /**
     * Visible characters, blanks and the upper half of Latin-1 (RFC 9110, section 5.5). Anything wider would lose its
     * high bits where it is written to HTTP: U+010A would become a line feed.
     */
    static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
                return false;
            }
        }
        return true;
    }

    /** The value without blanks and tabs around it. */
    static String trimmed(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    /** All values of a field in order. */
    static List<String> all(List<Field> fields, String lowerCaseName) {
        List<String> values = new ArrayList<>(1);
        for (Field field : fields) {
            if (isNamed(field, lowerCaseName)) {
                values.add(field.value());
            }
        }
        return values;
    }

    static Optional<String> first(List<Field> fields, String lowerCaseName) {
        for (Field field : fields) {
            if (isNamed(field, lowerCaseName)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** X-Road takes the last one where a name is repeated. */
    static Optional<String> last(List<Field> fields, String lowerCaseName) {
        List<String> values = all(fields, lowerCaseName);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    static boolean isNamed(Field field, String lowerCaseName) {
        return field.name().length() == lowerCaseName.length()
                && lowerCase(field.name()).equals(lowerCaseName);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
