package org.ambergate.audit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.ambergate.messagelog.Finding;
import org.ambergate.messagelog.LogPosition;
import org.ambergate.messagelog.LoggedExchange;
import org.ambergate.messagelog.SegmentSource;

/**
 * The searchable side of a message log, in a database (SQLite, or another one). It is derived from the log and can be
 * lost: what it holds is either a prefix of the log or is thrown away and read again. It may be searched by many threads;
 * one at a time fills it, and another process may fill it at the same time.
 */
public interface AuditIndex extends AutoCloseable {
    /** Exchanges that {@link #openExchanges} returns at once, at most. */
    int OPEN_EXCHANGES_MAX = 1_000;

    /** Records that {@link #trace} returns, at most: a request identifier belongs to one exchange, if nobody cheats. */
    int TRACE_RECORDS_MAX = 1_000;

    /**
     * A log to read from.
     *
     * @param segments its segments
     * @param durable says how many of its records are known to be durable
     */
    record Source(SegmentSource segments, LongSupplier durable) {}

    /**
     * How far the index is.
     *
     * @param position the last commit that it knows; empty if it knows none
     * @param stopped why it could not read further, if there is more
     */
    record Progress(Optional<LogPosition> position, Optional<Finding> stopped) {
        /** Number of the log's records that the index knows. */
        public long records() {
            return position.map(p -> p.sequence() + 1).orElse(0L);
        }
    }

    /**
     * An exchange whose end is not known.
     *
     * @param exchange the exchange
     * @param hasResponse whether its response was logged
     */
    record OpenExchange(LoggedExchange exchange, boolean hasResponse) {}

    /**
     * Takes up what the log holds and the index does not. An index of another log, or of records that this log no longer
     * has, is emptied first.
     *
     * @param reached is told now and then how far the index is
     * @throws IOException if the log cannot be read or the index cannot be written
     */
    Progress catchUp(Source log, Consumer<LogPosition> reached) throws IOException;

    /** Forgets everything. */
    void clear() throws IOException;

    /** How far the index is. */
    Progress progress() throws IOException;

    /**
     * Searches.
     *
     * @param scope whose records may be found
     * @param cursor the cursor of an earlier page of the same query and scope, to go on behind it
     * @param limit records of the page, 1 to {@link AuditQuery#PAGE_RECORDS_MAX}
     * @throws RefusedCursorException if the cursor is not one
     * @throws IOException if the index cannot be read, or not in the time allowed
     */
    AuditPage search(AuditQuery query, AuditScope scope, Optional<String> cursor, int limit)
            throws IOException, RefusedCursorException;

    /**
     * The exchanges with a request identifier or a message identifier, in the order of the log.
     *
     * @throws IOException if the index cannot be read
     */
    List<ExchangeTrace> trace(String id, AuditScope scope) throws IOException;

    /**
     * Exchanges without an outcome whose request has a lower sequence number than the given one, oldest first.
     *
     * @throws IOException if the index cannot be read
     */
    List<OpenExchange> openExchanges(long beforeSequence) throws IOException;

    @Override
    void close() throws IOException;
}
