package org.ambergate.auditindex;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.ProgressHandler;

/**
 * Ends what a connection is doing once it has taken too long. The timeout that JDBC knows for a query is, in this driver, one for
 * locks only. One thread.
 */
final class SearchTime extends ProgressHandler implements AutoCloseable {
    /** Of the database's machine, between two looks at the clock; a few hundred microseconds. */
    private static final int INSTRUCTIONS = 5_000;

    private final Connection connection;
    private final long since = System.nanoTime();
    private final long nanosMax;
    private boolean passed;

    private SearchTime(Connection connection, Duration longest) {
        this.connection = connection;
        this.nanosMax = longest.toNanos();
    }

    /** Begins now; statements that run beyond the longest time fail. */
    static SearchTime begin(Connection connection, Duration longest) throws SQLException {
        SearchTime time = new SearchTime(connection, longest);
        ProgressHandler.setHandler(connection, INSTRUCTIONS, time);
        return time;
    }

    /** Whether a statement was ended. */
    boolean hasPassed() {
        return passed;
    }

    @Override
    protected int progress() {
        passed |= System.nanoTime() - since > nanosMax;
        return passed ? 1 : 0;
    }

    @Override
    public void close() throws SQLException {
        ProgressHandler.clearHandler(connection);
    }
}
