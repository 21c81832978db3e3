package org.ambergate.messagelog;

/** Whether a message asks or answers. The codes are part of the log's format. */
public enum MessageDirection {
    REQUEST(1),
    RESPONSE(2);

    private final int code;

    MessageDirection(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
