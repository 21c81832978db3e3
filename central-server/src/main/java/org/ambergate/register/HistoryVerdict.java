package org.ambergate.register;

import java.util.Optional;

/**
 * Whether the history is whole and the register is what it says.
 *
 * @param rows rows that were found in order, from the first on
 * @param head the last of them
 * @param damage what is wrong first, if anything
 */
public record HistoryVerdict(long rows, HistoryHead head, Optional<Damage> damage) {
    /**
     * The first thing that is wrong.
     *
     * @param sequence the row where it shows: altered, missing, or the first that does not follow from those before it
     * @param finding in what way
     */
    public record Damage(long sequence, Finding finding) {}

    /** What can be wrong. */
    public enum Finding {
        /** There is no row with this number, but there are or were later ones. */
        ROW_IS_MISSING,
        /** Its hash is not that of its content behind the row before it. */
        HASH_DIFFERS,
        /** It is older than the row before it. */
        TIME_GOES_BACK,
        /** It begins with something else than the rows before it lead to. */
        BEFORE_DIFFERS,
        /** It is the last row, but the register remembers another end. */
        END_DIFFERS,
        /** The row has another hash than the one that was noted, or is not there any more. */
        NOTED_HASH_DIFFERS,
        /** The history is whole, but what is registered is something else than it leads to. */
        REGISTER_DIFFERS
    }

    public boolean intact() {
        return damage.isEmpty();
    }
}
