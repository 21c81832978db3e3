package org.ambergate.downloads;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.ambergate.audit.AuditIndex;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.AuditScope;
import org.ambergate.audit.ExchangeTrace;
import org.ambergate.audit.RefusedCursorException;
import org.ambergate.messagelog.LogPosition;

/** A real index; something may happen to it between two questions. */
record WatchedIndex(AuditIndex index, Runnable afterProgress) implements AuditIndex {
    @Override
    public Progress catchUp(Source log, Consumer<LogPosition> reached) throws IOException {
        return index.catchUp(log, reached);
    }

    @Override
    public void clear() throws IOException {
        index.clear();
    }

    @Override
    public Progress progress() throws IOException {
        Progress told = index.progress();
        afterProgress.run();
        return told;
    }

    @Override
    public AuditPage search(AuditQuery query, AuditScope scope, Optional<String> cursor, int limit)
            throws IOException, RefusedCursorException {
        return index.search(query, scope, cursor, limit);
    }

    @Override
    public List<ExchangeTrace> trace(String id, AuditScope scope) throws IOException {
        return index.trace(id, scope);
    }

    @Override
    public List<OpenExchange> openExchanges(long beforeSequence) throws IOException {
        return index.openExchanges(beforeSequence);
    }

    @Override
    public void close() throws IOException {
        index.close();
    }
}
