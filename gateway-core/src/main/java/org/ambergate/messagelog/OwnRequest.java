package org.ambergate.messagelog;

/**
 * Whether the request of the exchange that an outcome ends stands in the same log. A message that is refused before it is logged,
 * such as a replay, may bear the names of another exchange, whose end it does not tell. The codes are part of the log's format.
 */
public enum OwnRequest {
    /** The server did not know, or the outcome is of a version that did not say. */
    UNKNOWN(0),
    LOGGED(1),
    NOT_LOGGED(2);

    private final int code;

    OwnRequest(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
