package org.ambergate.audit;

/** The parts of identifiers as they stand in the log: percent-encoded, joined by slashes. */
final class Parties {
    private static final int MEMBER_PARTS = 3;

    private Parties() {}

    /** The member of a client or service: its first three parts. */
    static String member(String encoded) {
        int end = -1;
        for (int i = 0; i < MEMBER_PARTS; i++) {
            end = encoded.indexOf('/', end + 1);
            if (end < 0) {
                return encoded;
            }
        }
        return encoded.substring(0, end);
    }
}
