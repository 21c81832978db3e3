package org.ambergate.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ambergate.messagelog.LogCheckpoint;
import org.ambergate.messagelog.LogFollower;
import org.ambergate.messagelog.LogPosition;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.StampedSignature;
import org.ambergate.messagelog.UnstampedRun;

/** Collects, group by group, what the next time-stamp is for. One thread. */
final class UnstampedScan {
    private final int messagesMax;
    private final SignatureLeaves leaves = new SignatureLeaves();
    private final List<StampedSignature> messages = new ArrayList<>();
    private long from;
    private long treeCovered;
    private long firstLeftOver = -1;
    private boolean otherRecords;
    private Optional<LogPosition> lastCommit = Optional.empty();

    /**
     * @param from messages before this sequence number are covered
     * @param treeCovered other records before this one are covered
     * @param messagesMax most messages to collect
     */
    UnstampedScan(long from, long treeCovered, int messagesMax) {
        this.from = from;
        this.treeCovered = treeCovered;
        this.messagesMax = messagesMax;
    }

    void take(LogFollower.Group group) {
        for (LogFollower.Entry entry : group.entries()) {
            take(entry.place().sequence(), entry.record());
        }
        lastCommit = Optional.of(group.end());
    }

    private void take(long sequence, LogRecord record) {
        if (record instanceof LogRecord.SegmentStart) {
            return;
        }
        if (record instanceof LogRecord.Timestamp timestamp) {
            cover(timestamp.timestamp());
        } else if (record instanceof LogRecord.Message message) {
            add(sequence, message);
        } else if (sequence >= treeCovered) {
            otherRecords = true;
        }
    }

    private void add(long sequence, LogRecord.Message record) {
        if (sequence < from || isFull()) {
            return;
        }
        if (messages.size() == messagesMax) {
            firstLeftOver = sequence;
            return;
        }
        byte[] signature = record.message().signature().signature();
        messages.add(new StampedSignature(sequence, leaves.of(signature)));
    }

    private void cover(LoggedTimestamp timestamp) {
        from = Math.max(from, timestamp.upTo());
        treeCovered = Math.max(treeCovered, timestamp.checkpoint().treeSize());
        messages.removeIf(message -> message.sequence() < from);
    }

    /** Whether there are more messages than wanted. */
    boolean isFull() {
        return firstLeftOver >= 0;
    }

    long from() {
        return from;
    }

    long treeCovered() {
        return treeCovered;
    }

    /** What was collected, up to the last commit seen; empty if there is nothing to stamp. */
    Optional<UnstampedRun> run() {
        if (lastCommit.isEmpty() || (messages.isEmpty() && !otherRecords)) {
            return Optional.empty();
        }
        LogPosition commit = lastCommit.get();
        long upTo = isFull() ? firstLeftOver : Math.max(from, commit.sequence());
        LogCheckpoint checkpoint = new LogCheckpoint(commit.logId(), commit.sequence(), commit.root());
        return Optional.of(new UnstampedRun(from, upTo, checkpoint, messages));
    }
}
