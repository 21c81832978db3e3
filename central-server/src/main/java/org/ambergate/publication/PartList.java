package org.ambergate.publication;

import java.util.List;
import java.util.Map;
import org.ambergate.globalconf.ConfigurationPart;

/** The parts of one generation in all versions, by their digests. Immutable. */
public final class PartList {
    private final String instance;
    private final String stamp;
    private final Map<Integer, List<ListedPart>> listed;

    PartList(String instance, String stamp, Map<Integer, List<ListedPart>> listed) {
        this.instance = instance;
        this.stamp = stamp;
        this.listed = Map.copyOf(listed);
    }

    /** Whose configuration this is. */
    public String instance() {
        return instance;
    }

    /** Names this generation in paths. */
    public String stamp() {
        return stamp;
    }

    List<ListedPart> of(DirectoryKind kind, int version) {
        List<ListedPart> all = listed.getOrDefault(version, List.of());
        return switch (kind) {
            case INTERNAL -> all;
            case EXTERNAL ->
                all.stream()
                        .filter(part -> part.is(ConfigurationPart.SHARED_PARAMETERS))
                        .toList();
        };
    }
}
