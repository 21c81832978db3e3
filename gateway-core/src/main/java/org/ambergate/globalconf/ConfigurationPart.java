package org.ambergate.globalconf;

import java.util.Arrays;
import java.util.Optional;

/** The parts this server knows (global configuration specification, section 1). */
public enum ConfigurationPart {
    PRIVATE_PARAMETERS("PRIVATE-PARAMETERS", "private-params.xml"),
    SHARED_PARAMETERS("SHARED-PARAMETERS", "shared-params.xml"),
    MONITORING("MONITORING", "monitoring-params.xml"),
    FETCH_INTERVAL("FETCHINTERVAL", "fetchinterval-params.xml"),
    NEXT_UPDATE("NEXTUPDATE", "nextupdate-params.xml");

    /** One source's directory and parts together; real ones have a few megabytes. */
    public static final int BYTES_MAX = 50_000_000;

    private final String contentIdentifier;
    private final String fileName;

    ConfigurationPart(String contentIdentifier, String fileName) {
        this.contentIdentifier = contentIdentifier;
        this.fileName = fileName;
    }

    /** The name in a signed directory. */
    public String contentIdentifier() {
        return contentIdentifier;
    }

    /** The name of the local copy. */
    public String fileName() {
        return fileName;
    }

    public static Optional<ConfigurationPart> byContentIdentifier(String contentIdentifier) {
        return Arrays.stream(values())
                .filter(part -> part.contentIdentifier.equals(contentIdentifier))
                .findFirst();
    }
}
