package org.ambergate.asic;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of entries that mean the same everywhere: no path that leads out of a directory, no device, nothing that two file
 * systems or two character sets read differently.
 */
final class ZipNames {
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private final Map<String, String> seen = new HashMap<>();

    /** @throws ContainerRefused if the name is not plain, or there already */
    void add(String name) throws ContainerRefused {
        if (name.isEmpty() || !name.chars().allMatch(ZipNames::isPlain)) {
            throw unsafe("An entry's name has characters that names of containers do not have");
        }
        for (String segment : List.of(name.split("/", -1))) {
            checkSegment(segment, name);
        }
        @Nullable String before = seen.put(name.toLowerCase(Locale.ROOT), name);
        if (name.equals(before)) {
            throw new ContainerRefused(FindingCode.DUPLICATE_ENTRY, "Two entries are named " + name);
        }
        if (before != null) {
            throw new ContainerRefused(
                    FindingCode.CASE_VARIANT_ENTRY, "Two entries are named " + before + " and " + name);
        }
    }

    /** Empty segments are absolute paths, doubled slashes and directories. */
    private static void checkSegment(String segment, String name) throws ContainerRefused {
        int dot = segment.indexOf('.');
        String stem = (dot < 0 ? segment : segment.substring(0, dot)).toLowerCase(Locale.ROOT);
        boolean relative = !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
        if (!relative || segment.endsWith(".") || segment.endsWith(" ") || DEVICES.contains(stem.strip())) {
            throw unsafe("An entry is named " + name);
        }
    }

    private static boolean isPlain(int character) {
        return character >= ' ' && character <= '~' && "\\:*?\"<>|".indexOf(character) < 0;
    }

    private static ContainerRefused unsafe(String detail) {
        return new ContainerRefused(FindingCode.UNSAFE_NAME, detail);
    }
}
