package org.ambergate.asic;

/** A file that is not read as a container, with the first reason found. */
public final class ContainerRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final FindingCode code;

    ContainerRefused(FindingCode code, String detail) {
        super(detail);
        this.code = code;
    }

    public Finding finding() {
        return new Finding(code, String.valueOf(getMessage()));
    }
}
