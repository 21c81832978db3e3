package org.ambergate.publication;

/** The two directories of a source (global configuration specification, section 1). */
public enum DirectoryKind {
    /** For servers of the own instance: all parts. */
    INTERNAL("internalconf"),
    /** For servers of federated instances: shared parameters only. */
    EXTERNAL("externalconf");

    private final String directoryName;

    DirectoryKind(String directoryName) {
        this.directoryName = directoryName;
    }

    /** The name in download addresses and on disk. */
    public String directoryName() {
        return directoryName;
    }
}
