package org.ambergate.messagelog;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;
import org.ambergate.signature.TimestampChain;
import org.ambergate.timestamp.TimestampToken;

/**
 * Follows the time-stamps of a log: each goes on where the one before ended, covers exactly the messages in between and
 * a tree that the log had, and its token is for that. Whether the token's authority is to be trusted is judged elsewhere.
 * Not thread-safe.
 */
public final class TimestampAudit {
    /** Messages remembered until a time-stamp comes, about 160 MB; more are not compared one by one. */
    static final int MESSAGES_MAX = 1_000_000;

    /** Commits remembered since the last time-stamp: the next covers a recent one. At a thousand a second, ten minutes. */
    static final int COMMITS_MAX = 1_000_000;

    private final Deque<StampedSignature> waiting = new ArrayDeque<>();
    private final Deque<Root> roots = new ArrayDeque<>();
    private boolean forgotten;
    // records before this one were removed
    private long begin;
    private long covered;
    private long treeCovered;
    private Optional<TimestampToken> last = Optional.empty();
    private long stamped;

    private record Root(long treeSize, Digest root) {}

    /** Messages that are under a time-stamp so far. */
    long stamped() {
        return stamped;
    }

    /** The log begins with this record; time-stamps may cover some before it that were removed. */
    public void beginAt(long sequence) {
        begin = sequence;
    }

    /** The first message that is under none; only messages that are still remembered count. */
    OptionalLong firstUnstamped() {
        return waiting.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(waiting.element().sequence());
    }

    /** Takes the next record; what is wrong with it, if it is a time-stamp. */
    public Optional<String> take(RecordPlace place, LogRecord record) {
        if (record instanceof LogRecord.Message m) {
            remember(new StampedSignature(
                    place.sequence(),
                    TimestampChain.leaf(m.message().signature().signature())));
        } else if (record instanceof LogRecord.Commit commit) {
            roots.add(new Root(commit.treeSize(), commit.root()));
            if (roots.size() > COMMITS_MAX) {
                roots.remove();
            }
        } else if (record instanceof LogRecord.Timestamp t) {
            return complaint(place, t.timestamp());
        }
        return Optional.empty();
    }

    private void remember(StampedSignature message) {
        if (waiting.size() == MESSAGES_MAX) {
            waiting.remove();
            forgotten = true;
        }
        waiting.add(message);
    }

    private Optional<String> complaint(RecordPlace place, LoggedTimestamp timestamp) {
        boolean firstOfRest = last.isEmpty() && begin > 0;
        if (firstOfRest ? timestamp.from() > begin : timestamp.from() != covered) {
            return Optional.of("A time-stamp does not go on where the one before it ended");
        }
        long treeSize = timestamp.checkpoint().treeSize();
        if (timestamp.upTo() < covered
                || timestamp.upTo() > treeSize
                || treeSize < treeCovered
                || treeSize >= place.sequence()) {
            return Optional.of("A time-stamp covers records that do not stand before it");
        }
        if (treeSize >= begin && !isKnown(timestamp.checkpoint())) {
            return Optional.of("A time-stamp covers a Merkle root that the log did not have");
        }
        if (!takeMessages(timestamp)) {
            return Optional.of("A time-stamp does not cover exactly the messages that it should");
        }
        return tokenComplaint(timestamp);
    }

    private boolean isKnown(LogCheckpoint checkpoint) {
        Root claimed = new Root(checkpoint.treeSize(), checkpoint.root());
        // From the end: a time-stamp covers one of the last commits.
        for (Iterator<Root> known = roots.descendingIterator(); known.hasNext(); ) {
            Root root = known.next();
            if (root.treeSize() <= claimed.treeSize()) {
                return root.equals(claimed);
            }
        }
        return false;
    }

    private boolean takeMessages(LoggedTimestamp timestamp) {
        for (StampedSignature message : timestamp.messages()) {
            if (message.sequence() < begin) {
                continue;
            }
            if (forgotten
                    && !waiting.isEmpty()
                    && message.sequence() < waiting.element().sequence()) {
                continue;
            }
            if (waiting.isEmpty() || !message.equals(waiting.remove())) {
                return false;
            }
        }
        return waiting.isEmpty() || waiting.element().sequence() >= timestamp.upTo();
    }

    private Optional<String> tokenComplaint(LoggedTimestamp timestamp) {
        if (!Arrays.equals(timestamp.result(), timestamp.chain().result())) {
            return Optional.of("A time-stamp's hash chain result is not that of the messages it covers");
        }
        try {
            TimestampToken token = TimestampToken.parse(timestamp.token());
            if (!token.imprint().algorithm().of(timestamp.result()).equals(token.imprint())) {
                return Optional.of("A time-stamp token is for other data");
            }
            if (last.isPresent() && token.genTime().isBefore(last.get().genTime())) {
                return Optional.of("A time-stamp token is older than the one before it");
            }
            covered = timestamp.upTo();
            treeCovered = timestamp.checkpoint().treeSize();
            last = Optional.of(token);
            // A later time-stamp covers no smaller tree.
            while (!roots.isEmpty() && roots.element().treeSize() < treeCovered) {
                roots.remove();
            }
            stamped += timestamp.messages().stream()
                    .filter(message -> message.sequence() >= begin)
                    .count();
            return Optional.empty();
        } catch (LocalFault e) {
            return Optional.of("A time-stamp token cannot be read: " + e.text());
        }
    }
}
