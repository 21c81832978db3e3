package org.ambergate.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.ExchangeTrace;
import org.ambergate.audit.RefusedCursorException;

/** Where searches are answered: an index on this machine, or a server. */
interface AuditSource extends AutoCloseable {
    /**
     * One page.
     *
     * @throws IllegalArgumentException if the server takes the query for wrong
     * @throws RefusedCursorException if the cursor is not one of this query
     * @throws IOException if there is no answer
     */
    AuditPage search(AuditQuery query, Optional<String> cursor, int limit) throws IOException, RefusedCursorException;

    /**
     * The exchanges with a message identifier or request identifier.
     *
     * @throws IOException if there is no answer
     */
    List<ExchangeTrace> trace(String id) throws IOException;

    @Override
    void close() throws IOException;
}
