package org.ambergate.messagelog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.ambergate.identifier.SecurityServerId;

/**
 * What a tombstone says: who removed what from which log, when, and under which rule. It is a text for people, in one
 * form only, and its bytes are what is signed; it cannot be taken for a message, since no message begins so.
 *
 * @param server the security server that removed it; its owner signs
 * @param time when it was decided, to milliseconds; the data went after that
 * @param rule the retention rule as the settings have it, in one line
 * @param stamped the log as a time-stamp covers it, with all that went
 * @param removed what went
 */
public record TombstoneStatement(
        SecurityServerId server, Instant time, String rule, LogCheckpoint stamped, RemovedData removed) {
    /** Longest rule. */
    public static final int RULE_CHARACTERS_MAX = 1000;

    private static final String CUT = "...";

    /**
     * @throws IllegalArgumentException if the rule is not one line of that length, or something went that the time-stamp
     *     does not cover
     */
    public TombstoneStatement {
        time = time.truncatedTo(ChronoUnit.MILLIS);
        boolean oneLine = rule.chars().noneMatch(Character::isISOControl);
        if (!oneLine || rule.isEmpty() || rule.length() > RULE_CHARACTERS_MAX) {
            throw new IllegalArgumentException("A rule is one line of up to " + RULE_CHARACTERS_MAX + " characters");
        }
        if (removed.recordsReached() > stamped.treeSize()) {
            throw new IllegalArgumentException("Only what a time-stamp covers is removed");
        }
    }

    /** A rule as it fits into a statement: what is too long is cut, and ends with three dots. */
    public static String fitting(String rule) {
        if (rule.length() <= RULE_CHARACTERS_MAX) {
            return rule;
        }
        int end = RULE_CHARACTERS_MAX - CUT.length();
        return rule.substring(0, Character.isHighSurrogate(rule.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    /** The bytes that are signed. */
    public byte[] bytes() {
        return TombstoneText.of(this).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #bytes()} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static TombstoneStatement parse(byte[] bytes) {
        return TombstoneText.parse(new String(bytes, StandardCharsets.UTF_8));
    }
}
