package org.ambergate.journal;

/**
 * Whether the log takes records.
 *
 * @param accepting whether an append has a chance
 * @param reason why not, for the administrator; empty while accepting
 */
public record LogHealth(boolean accepting, String reason) {
    static final LogHealth ACCEPTING = new LogHealth(true, "");

    static LogHealth refusing(String reason) {
        return new LogHealth(false, reason);
    }
}
