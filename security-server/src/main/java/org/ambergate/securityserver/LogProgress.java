package org.ambergate.securityserver;

import java.io.IOException;
import java.util.Optional;
import org.ambergate.auditindex.AuditIndexing;
import org.ambergate.journal.Archiver;
import org.ambergate.journal.MessageLog;
import org.ambergate.journal.Retention;

/** What archive and index still need of the log. Without an archive, everything. */
record LogProgress(MessageLog log, Optional<Archiver> archiver, AuditIndexing index) implements Retention.Progress {
    @Override
    public long archived() throws IOException {
        return archiver.isPresent() ? archiver.get().archivedUpTo() : 0;
    }

    @Override
    public long indexed() {
        // The lag is asked for last: what is logged in between only makes the answer smaller.
        long durable = log.durableRecords();
        return durable - index.lag();
    }
}
