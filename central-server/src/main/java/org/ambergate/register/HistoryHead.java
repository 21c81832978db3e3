package org.ambergate.register;

/**
 * Where the history ended at some time. Kept elsewhere (printed, mailed, put under a time-stamp), it proves later that
 * nothing before it was altered, also to somebody who could write the whole database.
 *
 * @param sequence the number of its last row; 0 while there is none
 * @param hash the hash of that row, 64 lower-case hexadecimal digits
 */
public record HistoryHead(long sequence, String hash) {
    /** Before the first change. */
    static final HistoryHead EMPTY = new HistoryHead(0, "0".repeat(64));
}
