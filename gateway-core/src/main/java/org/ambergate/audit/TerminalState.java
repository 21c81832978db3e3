package org.ambergate.audit;

import java.util.Locale;
import org.ambergate.messagelog.ExchangeState;

/** How an exchange ended, or that its end is not known yet. The codes stand in the index. */
public enum TerminalState {
    /** No outcome follows in the log: the exchange goes on, or its server ended and has not started again. */
    OPEN(0),
    DELIVERED(1),
    REFUSED(2),
    FAILED(3),
    UNKNOWN_AT_PROVIDER(4);

    private final int code;

    TerminalState(int code) {
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
     * Whether messages in this state take another one from an outcome that follows. A refusal gives way to every other
     * end: what is refused before anything of it is logged, such as a replay, leaves an outcome that bears the names of
     * the exchange it imitates, and must not hide how that one ended.
     */
    public boolean yieldsTo(TerminalState next) {
        return this == OPEN || (this == REFUSED && next != REFUSED);
    }

    static TerminalState of(ExchangeState state) {
        return switch (state) {
            case DELIVERED -> DELIVERED;
            case REFUSED -> REFUSED;
            case FAILED -> FAILED;
            case UNKNOWN_AT_PROVIDER -> UNKNOWN_AT_PROVIDER;
        };
    }

    /**
     * The state of a code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TerminalState of(int code) {
        for (TerminalState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("No state has this code");
    }
}
