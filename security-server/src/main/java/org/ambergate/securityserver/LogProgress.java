package org.ambergate.securityserver;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.ambergate.auditindex.AuditIndexing;
import org.ambergate.exchange.ServerState;
import org.ambergate.fault.LocalFault;
import org.ambergate.journal.Archiver;
import org.ambergate.journal.MessageLog;
import org.ambergate.journal.Retention;
import org.ambergate.provider.ReplayGuard;

/**
 * What archive, index and replay guard still need of the log.
 *
 * @param state tells how long OCSP responses stay fresh
 */
record LogProgress(MessageLog log, Optional<Archiver> archiver, AuditIndexing index, ServerState state)
        implements Retention.Progress {
    @Override
    public OptionalLong archived() throws IOException {
        return archiver.isPresent() ? OptionalLong.of(archiver.get().archivedUpTo()) : OptionalLong.empty();
    }

    @Override
    public Duration replayReach() throws LocalFault {
        return ReplayGuard.reach(state.current().ocspFreshness());
    }

    @Override
    public long indexed() {
        // The lag is asked for last: what is logged in between only makes the answer smaller.
        long durable = log.durableRecords();
        return durable - index.lag();
    }
}
