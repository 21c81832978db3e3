package org.ambergate.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ambergate.messagelog.LogCheckpoint;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.MerkleTree;
import org.ambergate.messagelog.RecordPlace;
import org.ambergate.messagelog.RecordVisitor;
import org.ambergate.messagelog.StampedSignature;
import org.ambergate.messagelog.UnstampedRun;
import org.ambergate.signature.TimestampChain;

/** Collects, record by record, what the next time-stamp is for. One thread. */
final class UnstampedScan implements RecordVisitor {
    private final int messagesMax;
    private final List<StampedSignature> messages = new ArrayList<>();
    private long from;
    private long treeCovered;
    private long firstLeftOver = -1;
    private boolean otherRecords;
    private Optional<MerkleTree> treeBefore = Optional.empty();
    private Optional<LogRecord.Commit> lastCommit = Optional.empty();
    private Optional<LoggedTimestamp> lastTimestamp = Optional.empty();

    /**
     * @param from messages before this sequence number are covered
     * @param treeCovered other records before this one are covered
     * @param messagesMax most messages to collect; 0 to look at the log's own records only
     */
    UnstampedScan(long from, long treeCovered, int messagesMax) {
        this.from = from;
        this.treeCovered = treeCovered;
        this.messagesMax = messagesMax;
    }

    @Override
    public void visit(RecordPlace place, LogRecord record) {
        long sequence = place.sequence();
        if (record instanceof LogRecord.SegmentStart start) {
            treeBefore = treeBefore.or(() -> Optional.of(MerkleTree.of(sequence, start.edge())));
        } else if (record instanceof LogRecord.Commit commit) {
            lastCommit = Optional.of(commit);
        } else if (record instanceof LogRecord.Timestamp timestamp) {
            cover(timestamp.timestamp());
        } else if (record instanceof LogRecord.Message message) {
            add(sequence, message);
        } else if (sequence >= treeCovered) {
            otherRecords = true;
        }
    }

    private void add(long sequence, LogRecord.Message record) {
        if (sequence < from || isFull() || messagesMax == 0) {
            return;
        }
        if (messages.size() == messagesMax) {
            firstLeftOver = sequence;
            return;
        }
        byte[] signature = record.message().signature().signature();
        messages.add(new StampedSignature(sequence, TimestampChain.leaf(signature)));
    }

    private void cover(LoggedTimestamp timestamp) {
        lastTimestamp = Optional.of(timestamp);
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

    /** The tree in front of the first segment record seen. */
    Optional<MerkleTree> treeBefore() {
        return treeBefore;
    }

    Optional<LoggedTimestamp> lastTimestamp() {
        return lastTimestamp;
    }

    /** What was collected, up to the last commit seen; empty if there is nothing to stamp. */
    Optional<UnstampedRun> run(UUID logId) {
        if (lastCommit.isEmpty() || (messages.isEmpty() && !otherRecords)) {
            return Optional.empty();
        }
        LogRecord.Commit commit = lastCommit.get();
        long upTo = isFull() ? firstLeftOver : Math.max(from, commit.treeSize());
        return Optional.of(new UnstampedRun(from, upTo, LogCheckpoint.of(logId, commit), messages));
    }
}
