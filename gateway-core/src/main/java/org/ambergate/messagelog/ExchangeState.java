package org.ambergate.messagelog;

/** The state in which an exchange ended, as this server knows it. The codes are part of the log's format. */
public enum ExchangeState {
    /** The answer went out whole. */
    DELIVERED(1),
    /** Refused before anything was acted on; the code says why. */
    REFUSED(2),
    /** Failed after it had been accepted; the code says why. */
    FAILED(3),
    /** The request left, and no answer came: the provider may have acted or not. */
    UNKNOWN_AT_PROVIDER(4);

    private final int code;

    ExchangeState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
