package org.ambergate.cli;

/** What the command's exit codes mean; scripts rely on them. */
final class ExitCodes {
    static final int VALID = 0;
    static final int INVALID = 1;

    /** Nothing was found. */
    static final int NOTHING = 1;

    static final int USAGE = 2;
    static final int INDETERMINATE = 3;
    static final int IO = 4;

    private ExitCodes() {}
}
