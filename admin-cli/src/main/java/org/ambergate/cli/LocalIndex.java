package org.ambergate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.ambergate.audit.AuditIndex;
import org.ambergate.audit.AuditIndexProvider;
import org.ambergate.audit.AuditPage;
import org.ambergate.audit.AuditQuery;
import org.ambergate.audit.AuditScope;
import org.ambergate.audit.ExchangeTrace;
import org.ambergate.audit.RefusedCursorException;
import org.ambergate.messagelog.Finding;

/** The index of a log's directory, brought up to date before it is asked. */
final class LocalIndex implements AuditSource {
    private final AuditIndex index;
    private Optional<Finding> damage = Optional.empty();

    private LocalIndex(AuditIndex index) {
        this.index = index;
    }

    /** Where a log's index is, unless said otherwise: beside its directory, where its server has it, too. */
    static Path defaultFile(Path directory) throws IOException {
        Path real = directory.toRealPath();
        return real.resolveSibling(real.getFileName() + "-index.sqlite");
    }

    /**
     * Opens the index, which is made if there is none.
     *
     * @throws IOException if it cannot be opened, or this installation has none
     */
    static LocalIndex open(Path file) throws IOException {
        AuditIndexProvider provider = ServiceLoader.load(AuditIndexProvider.class)
                .findFirst()
                .orElseThrow(() -> new IOException("this installation lacks the audit index; use --server"));
        return new LocalIndex(provider.open(file.toString()));
    }

    /** Forgets what it knows, if there is a log at all, and reads it from its beginning. */
    AuditIndex.Progress rebuild(Path directory, PrintWriter err) throws IOException {
        LogDirectory.open(directory).close();
        index.clear();
        return catchUp(directory, true, err);
    }

    /**
     * Takes up what the log holds.
     *
     * @param err hears of damage that keeps the index from going on
     */
    AuditIndex.Progress catchUp(Path directory, boolean showProgress, PrintWriter err) throws IOException {
        try (LogDirectory log = LogDirectory.open(directory)) {
            ProgressBar bar = ProgressBar.of(log.segments(), showProgress);
            try {
                AuditIndex.Progress progress = index.catchUp(
                        new AuditIndex.Source(log.source(), () -> Long.MAX_VALUE),
                        reached -> bar.reached(reached.segment(), reached.sequence() + 1));
                damage = progress.stopped();
                damage.ifPresent(finding -> warn(finding, err));
                return progress;
            } finally {
                bar.end();
            }
        }
    }

    /** What kept the index from knowing all of the log when it was last brought up to date; empty if it knows all. */
    Optional<Finding> damage() {
        return damage;
    }

    @Override
    public AuditPage search(AuditQuery query, Optional<String> cursor, int limit)
            throws IOException, RefusedCursorException {
        return index.search(query, AuditScope.all(), cursor, limit);
    }

    @Override
    public List<ExchangeTrace> trace(String id) throws IOException {
        return index.trace(id, AuditScope.all());
    }

    @Override
    public void close() throws IOException {
        index.close();
    }

    private static void warn(Finding finding, PrintWriter err) {
        err.printf(
                "The log is damaged in segment %s at byte %d, record %d (%s). What follows is not in the index; run log"
                        + " verify.%n",
                SafeText.of(finding.place().segment()),
                finding.place().offset(),
                finding.place().sequence(),
                SafeText.of(finding.reason()));
        err.flush();
    }
}
