package org.ambergate.messagelog;

import java.time.Instant;

/**
 * What an auditor asked of the index, kept in the log so that auditors are audited, too.
 *
 * @param time when it was asked; the log keeps milliseconds
 * @param auditor the name of the key that was used
 * @param query what was asked, in its canonical form
 * @param records number of records that were handed out
 */
public record LoggedQuery(Instant time, String auditor, String query, long records) {
    /**
     * @throws IllegalArgumentException if the number is negative
     */
    public LoggedQuery {
        if (records < 0) {
            throw new IllegalArgumentException("A number of records is not negative");
        }
    }
}
