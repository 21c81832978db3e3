package org.ambergate.messagelog;

/** Bytes that are no record. */
final class UnreadableRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FindingCode code;

    UnreadableRecordException(FindingCode code, String reason) {
        super(reason);
        this.code = code;
    }

    FindingCode code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
