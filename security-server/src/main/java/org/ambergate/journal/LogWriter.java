package org.ambergate.journal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes whatever has gathered, writes it, syncs once, and only then tells those who wait.
 * It waits for nobody but the disk.
 */
final class LogWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    /** Outcomes kept while the log is out of order, about 10 MB; beyond it the oldest are given up and counted. */
    static final int OUTCOMES_KEPT_MAX = 20_000;

    private static final String FAILED = "The message could not be logged durably";

    private final AppendQueue queue;
    private final LogCore core;
    private final LogSettings settings;
    private final LogMeters meters;
    private final Deque<PendingAppend> backlog = new ArrayDeque<>();
    private final List<PendingAppend> group = new ArrayList<>();
    private volatile LogHealth health = LogHealth.ACCEPTING;
    private volatile long durableRecords;
    private boolean open = true;

    LogWriter(AppendQueue queue, LogCore core, LogSettings settings, LogMeters meters) {
        this.queue = queue;
        this.core = core;
        this.settings = settings;
        this.meters = meters;
        this.durableRecords = core.durableRecords();
    }

    /** Number of records whose sync has returned; any thread may ask. */
    long durableRecords() {
        return durableRecords;
    }

    /** Whether appends have a chance; any thread may ask. */
    LogHealth health() {
        return health;
    }

    @Override
    public void run() {
        try {
            while (open) {
                open = queue.takeAll(backlog);
                try {
                    writeBacklog();
                } catch (IOException | RuntimeException e) {
                    recover(e);
                }
            }
        } catch (InterruptedException e) {
            LOG.error("The message log's writer was interrupted and stops", e);
        } finally {
            end();
        }
    }

    private void writeBacklog() throws IOException {
        while (!backlog.isEmpty()) {
            long start = core.position();
            while (!backlog.isEmpty()
                    && core.fits(backlog.element().record().size())
                    && core.position() - start < settings.groupBytesMax()) {
                write(backlog.remove());
            }
            if (!group.isEmpty()) {
                commit(start);
            } else if (!backlog.isEmpty()) {
                core.roll();
            }
        }
    }

    private void write(PendingAppend append) throws IOException {
        if (!append.take()) {
            return;
        }
        group.add(append);
        try {
            append.written(core.append(append.record()));
        } catch (UnreadableBodyException e) {
            group.remove(group.size() - 1);
            LOG.warn("A message is not logged, for its body could not be read", e);
            append.fail(FAILED);
        }
    }

    private void commit(long start) throws IOException {
        long before = System.nanoTime();
        Instant time = core.commit();
        durableRecords = core.durableRecords();
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        int records = group.size();
        for (PendingAppend append : group) {
            append.durable(time);
        }
        group.clear();
        meters.committed(records, core.position() - start, took);
    }

    /** Refuses until the log has been read again from its storage and a first group is durable there. */
    private void recover(Exception cause) throws InterruptedException {
        LOG.error("The message log refuses messages, for its storage failed", cause);
        health = LogHealth.refusing("The message log's storage failed: " + cause.getMessage());
        meters.stopped();
        failWaiting();
        Optional<String> problem = reopen(Optional.empty());
        while (problem.isPresent() && open) {
            open = queue.takeAll(backlog, settings.retryInterval());
            failWaiting();
            problem = reopen(problem);
        }
        if (problem.isEmpty()) {
            LOG.info("The message log accepts messages again");
            health = LogHealth.ACCEPTING;
            meters.resumed();
        }
    }

    private Optional<String> reopen(Optional<String> lastProblem) {
        try {
            core.reopen();
            durableRecords = core.durableRecords();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            String problem = String.valueOf(e.getMessage());
            if (lastProblem.isEmpty() || !lastProblem.get().equals(problem)) {
                LOG.error("The message log cannot go on yet", e);
                health = LogHealth.refusing("The message log cannot go on yet: " + problem);
            }
            return Optional.of(problem);
        }
    }

    /** Tells all who wait that it failed. Outcomes stay, since nobody would log them later. */
    private void failWaiting() {
        List<PendingAppend> outcomes = new ArrayList<>();
        for (PendingAppend append : group) {
            if (append.isAwaited()) {
                append.fail(FAILED);
            } else {
                append.requeue();
                outcomes.add(append);
            }
        }
        group.clear();
        for (PendingAppend append : backlog) {
            if (!append.isAwaited()) {
                outcomes.add(append);
            } else if (append.take()) {
                append.fail(FAILED);
            }
        }
        backlog.clear();
        int tooMany = Math.max(0, outcomes.size() - OUTCOMES_KEPT_MAX);
        outcomes.subList(0, tooMany).forEach(outcome -> meters.outcomeLost());
        backlog.addAll(outcomes.subList(tooMany, outcomes.size()));
    }

    private void end() {
        boolean well = health.accepting();
        health = LogHealth.refusing("The message log is closed");
        queue.close();
        failWaiting();
        backlog.forEach(outcome -> meters.outcomeLost());
        try {
            if (well) {
                core.finish();
            }
        } catch (IOException e) {
            LOG.warn("The message log could not write its last commit; the next start does without it", e);
        }
        try {
            core.release();
        } catch (IOException e) {
            LOG.warn("The message log's storage could not be released", e);
        }
    }
}
