package org.ambergate.audit;

import java.util.Locale;

/** What a record of an exchange is. The codes stand in the index. */
public enum RecordKind {
    REQUEST(1),
    RESPONSE(2),
    /** How the exchange ended. */
    OUTCOME(3);

    private final int code;

    RecordKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The name in queries and answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of a code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static RecordKind of(int code) {
        for (RecordKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("No kind of record has this code");
    }
}
