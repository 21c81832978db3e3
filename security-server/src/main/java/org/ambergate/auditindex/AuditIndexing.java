package org.ambergate.auditindex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.ambergate.audit.AuditIndex;
import org.ambergate.messagelog.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the audit index behind the log, on a thread of its own that nobody waits for and that leaves the processors to messages. Once the index knows all that was
 * logged before this server started, it logs an outcome for each exchange that the server's end had left without one
 * (promise D2).
 */
public final class AuditIndexing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditIndexing.class);
    /** Under load a batch holds what came in a second: few exchanges stand across its end, and each page is written once. */
    private static final long INTERVAL_MILLIS = 1_000;
    /** A server that starts has its first exchanges to serve; loading a database then would double their wait. */
    private static final long START_DELAY_MILLIS = 1_500;

    private static final long CLOSE_SECONDS_MAX = 30;

    private final LiveLog log;
    private final SqliteIndexes indexes;
    private final Path file;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "audit-index");
        created.setDaemon(true);
        return created;
    });
    private volatile Optional<AuditIndex> index = Optional.empty();
    private volatile long records;
    // owned by the thread above
    private final CutOffExchanges cutOff;
    private boolean allSettled;
    private final IndexingPace pace = new IndexingPace();
    private long advancedAt;
    private String complaint = "";

    /** @param file the index's database file */
    public AuditIndexing(LiveLog log, Path file, Clock clock) {
        this(log, new SqliteIndexes(), file, clock);
    }

    AuditIndexing(LiveLog log, SqliteIndexes indexes, Path file, Clock clock) {
        this.log = log;
        this.indexes = indexes;
        this.file = file;
        this.cutOff = new CutOffExchanges(log, clock);
    }

    /** Shortly from now on the index follows the log. */
    public void start() {
        var unused =
                thread.scheduleWithFixedDelay(this::look, START_DELAY_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The index; empty until it has been opened. */
    public Optional<AuditIndex> index() {
        return index;
    }

    /** Records that are durable in the log and not yet in the index. */
    public long lag() {
        return Math.max(0, log.durable().getAsLong() - records);
    }

    @Override
    public void close() throws IOException {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("The audit index is not closed, for it is still being filled");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (index.isPresent()) {
            index.get().close();
        }
    }

    /** Takes up what is new. Runs on this object's thread; tests call it in its stead. */
    void look() {
        try {
            takeUp(index.isPresent() ? index.get() : open());
        } catch (Throwable e) {
            // The root of this thread: thrown further, it would end the following for good, and be kept to itself.
            complainOf(e);
        }
    }

    private void takeUp(AuditIndex opened) throws IOException {
        try {
            Optional<Finding> stopped = follow(opened);
            if (!allSettled && records >= log.recordsAtStart()) {
                allSettled = cutOff.settle(opened, records);
            }
            if (stopped.isPresent()) {
                complain("The audit index cannot read the message log behind record "
                        + stopped.get().place().sequence() + ": "
                        + stopped.get().reason());
            } else {
                complaint = "";
            }
        } catch (UnusableIndexException e) {
            records = 0;
            index = Optional.empty();
            opened.close();
            delete(e);
        }
    }

    /** What the log holds that cannot be read, if there is such. */
    private Optional<Finding> follow(AuditIndex opened) throws IOException {
        advancedAt = System.nanoTime();
        // What comes meanwhile is for the next look: the records of a second in one batch take far less than in ten.
        long durable = log.durable().getAsLong();
        try (SegmentDirectory segments = new SegmentDirectory(log.directory())) {
            AuditIndex.Progress progress = opened.catchUp(
                    new AuditIndex.Source(segments, () -> readable(durable)),
                    position -> advanced(position.sequence() + 1));
            records = progress.records();
            return progress.stopped();
        }
    }

    /** Once the server closes nothing more is taken up, however much there is; the next start goes on from here. */
    private long readable(long durable) {
        return thread.isShutdown() ? 0 : durable;
    }

    private void advanced(long indexed) {
        records = indexed;
        Duration worked = Duration.ofNanos(System.nanoTime() - advancedAt);
        Duration pause = pace.pauseAfter(worked, log.durable().getAsLong());
        if (!thread.isShutdown()) {
            LockSupport.parkNanos(this, pause.toNanos());
        }
        advancedAt = System.nanoTime();
    }

    private AuditIndex open() throws IOException {
        AuditIndex opened;
        try {
            opened = indexes.open(file.toString());
        } catch (UnusableIndexException e) {
            delete(e);
            opened = indexes.open(file.toString());
        }
        index = Optional.of(opened);
        return opened;
    }

    /** Nothing is lost with the index, but to fill it again takes long; so only a file of no use is given up. */
    private void delete(UnusableIndexException reason) throws IOException {
        LOG.warn("The audit index cannot be used and is built anew", reason);
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
    }

    private void complainOf(Throwable cause) {
        try {
            complain("The audit index does not follow the message log, and tries again: " + cause, cause);
        } catch (Throwable again) {
            // Where not even a complaint can be made, as when memory is short, the next look is all that helps.
            complaint = "";
        }
    }

    /** The same complaint is logged once. */
    private void complain(String text, Throwable... causes) {
        if (text.equals(complaint)) {
            return;
        }
        complaint = text;
        if (causes.length > 0) {
            LOG.error(text, causes[0]);
        } else {
            LOG.error(text);
        }
    }
}
