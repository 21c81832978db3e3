package org.ambergate.messagelog;

/** How a message's body was kept. The codes are part of the log's format. */
public enum BodyState {
    /** The body's bytes stand in the record. */
    KEPT(1),
    /** The message has no body part; the signature covers the head alone. */
    ABSENT(2),
    /** The message has a body part of no bytes, which the signature covers. */
    EMPTY(3),
    /** The body was longer than the log keeps; its length and digest stand in the record. */
    TOO_LARGE(4),
    /** Configuration says that this body is not logged; its length and digest stand in the record. */
    LEFT_OUT(5);

    private final int code;

    BodyState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
