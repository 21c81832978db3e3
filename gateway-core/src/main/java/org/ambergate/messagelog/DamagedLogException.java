package org.ambergate.messagelog;

import java.io.IOException;

/** A place of a log does not hold what it should. */
public final class DamagedLogException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    public DamagedLogException(Finding finding) {
        super("the log is damaged in segment " + finding.place().segment() + " at byte "
                + finding.place().offset() + ", record " + finding.place().sequence() + ": " + finding.reason());
        this.finding = finding;
    }

    /** What is wrong, and where. */
    public Finding finding() {
        return finding;
    }
}
