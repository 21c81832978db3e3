package org.ambergate.message;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ambergate.fault.LocalFault;

/**
 * How servers of different make read one decoded path. Servlet containers drop path parameters ({@code ;a=b}), file
 * servers on Windows drop dots and blanks at the end of a segment, some stacks normalise Unicode. What differs harmlessly
 * becomes a further reading that access rights must also allow; what could leave the path is refused.
 */
final class PathReadings {
    private PathReadings() {}

    /** The distinct readings, the literal one first. */
    static List<String> of(String decoded) {
        Set<String> readings = new LinkedHashSet<>();
        readings.add(decoded);
        String bare = withoutParameters(decoded);
        readings.add(bare);
        readings.add(withoutTails(decoded));
        readings.add(withoutTails(bare));
        return new ArrayList<>(readings);
    }

    /** Refuses text that is not what it looks like: controls, invisible characters, other Unicode forms. */
    static void requirePlainText(String decoded) throws LocalFault {
        if (decoded.chars().allMatch(c -> c < 128)) {
            return;
        }
        if (decoded.codePoints().anyMatch(PathReadings::isInvisible)) {
            throw ServicePath.denied("has invisible characters");
        }
        if (!Normalizer.isNormalized(decoded, Normalizer.Form.NFC)) {
            throw ServicePath.denied("is not in Unicode normalisation form C");
        }
        // Full-width and other compatibility forms of dots, slashes and the like: U+FF0E becomes a full stop.
        String compatible = Normalizer.normalize(decoded, Normalizer.Form.NFKC);
        if (countStructure(compatible) != countStructure(decoded)) {
            throw ServicePath.denied("has look-alikes of separators");
        }
    }

    /** Refuses dot segments, empty segments, and parameters that could become either. */
    static void requirePlainSegments(String reading) throws LocalFault {
        String[] segments = reading.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean isLast = i == segments.length - 1;
            requirePlain(segments[i], isLast);
        }
    }

    private static void requirePlain(String segment, boolean isLast) throws LocalFault {
        int semicolon = segment.indexOf(';');
        String name = semicolon < 0 ? segment : segment.substring(0, semicolon);
        if (segment.isEmpty() && !isLast) {
            throw ServicePath.denied("has an empty segment");
        }
        if (!segment.isEmpty() && trimTail(name).isEmpty()) {
            throw ServicePath.denied("has a dot segment or one without a name");
        }
        if (semicolon >= 0) {
            String parameters = segment.substring(semicolon).toLowerCase(Locale.ROOT);
            // Session ids are the one parameter that some servers drop while they keep the others.
            if (parameters.contains("..") || parameters.contains(";jsessionid")) {
                throw ServicePath.denied("has a path parameter that servers read differently");
            }
        }
    }

    private static String withoutParameters(String path) {
        if (path.indexOf(';') < 0) {
            return path;
        }
        StringBuilder out = new StringBuilder(path.length());
        boolean inParameters = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            inParameters = c != '/' && (inParameters || c == ';');
            if (!inParameters) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String withoutTails(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                dropTail(out);
            }
            out.append(c);
        }
        dropTail(out);
        return out.toString();
    }

    private static void dropTail(StringBuilder out) {
        int end = out.length();
        while (end > 0 && isTail(out.charAt(end - 1))) {
            end--;
        }
        out.setLength(end);
    }

    private static String trimTail(String segment) {
        StringBuilder out = new StringBuilder(segment);
        dropTail(out);
        return out.toString();
    }

    private static boolean isTail(char c) {
        return c == '.' || c == ' ';
    }

    private static boolean isInvisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || codePoint == 0x200B
                || codePoint == 0xFEFF;
    }

    private static long countStructure(String text) {
        return text.chars().filter(c -> "./\\;%?# ".indexOf(c) >= 0).count();
    }
}
