package org.ambergate.globalconf;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ambergate.fault.LocalFault;

/** The header of one MIME part of a directory: names without case, each at most once, never folded. */
final class HeaderFields {
    /** Twice as many as any writer emits. */
    static final int FIELDS_MAX = 16;

    private final Map<String, String> values = new LinkedHashMap<>();

    void add(String line) throws LocalFault {
        int colon = line.indexOf(':');
        if (colon <= 0 || !isName(line.substring(0, colon))) {
            throw DirectoryLines.malformed("A header line of the directory is not a name and a value");
        }
        if (values.size() == FIELDS_MAX) {
            throw DirectoryLines.malformed("A part of the directory has more than " + FIELDS_MAX + " header lines");
        }
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        if (values.putIfAbsent(name, line.substring(colon + 1).strip()) != null) {
            throw DirectoryLines.malformed("A header line of the directory is given twice");
        }
    }

    Optional<String> first(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String required(String name) throws LocalFault {
        String value = values.get(name);
        if (value == null) {
            throw DirectoryLines.malformed("The directory lacks the header " + name);
        }
        return value;
    }

    void require(String name, String expected) throws LocalFault {
        if (!required(name).equals(expected)) {
            throw DirectoryLines.malformed("The header " + name + " of the directory is not " + expected);
        }
    }

    private static boolean isName(String name) {
        return name.chars().allMatch(c -> c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    }
}
