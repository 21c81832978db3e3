package org.ambergate.evidence;

import java.io.IOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.ambergate.messagelog.DamagedLogException;
import org.ambergate.messagelog.Finding;
import org.ambergate.messagelog.LogFollower;
import org.ambergate.messagelog.LogLookup;
import org.ambergate.messagelog.LogPosition;

/**
 * Finds messages and what covers them, in the order of the log. A time-stamp stands behind the messages that it covers, so
 * from each message the log is read on to the next one that covers it, and no further. One thread at a time.
 */
public final class MessageFinder {
    /**
     * How many records are read through rather than looked for the next segment with something in it. A look opens some
     * tens of files.
     */
    private static final long NEAR_RECORDS = 4096;

    private final LogLookup log;
    private final long durable;
    private final Progress reached;

    /** Follows a search. */
    @FunctionalInterface
    public interface Progress {
        /**
         * The log has been read as far as this.
         *
         * @throws IOException to break the search off
         */
        void reached(LogPosition position) throws IOException;
    }

    /**
     * @param durable number of the log's records that are known to be durable; {@link Long#MAX_VALUE} if nobody knows
     * @param reached is told after each group how far the log has been read
     */
    public MessageFinder(LogLookup log, long durable, Progress reached) {
        this.log = log;
        this.durable = durable;
        this.reached = reached;
    }

    /**
     * The messages of these sequence numbers. Those that are missing in the answer are no messages, or not in the log.
     * Reads the log from the segment of each message to its time-stamp, and what lies in between only if it is little.
     *
     * @throws DamagedLogException if the log cannot be read as far as needed
     * @throws IOException if a file cannot be read, or as thrown by what follows the search
     */
    public List<FoundMessage> bySequence(SortedSet<Long> sequences) throws IOException {
        NavigableSet<Long> wanted = new TreeSet<>(sequences);
        FoundMessages found = new FoundMessages((sequence, message) -> wanted.contains(sequence), wanted.size());
        Optional<LogFollower> follower = Optional.empty();
        while (!wanted.isEmpty()) {
            follower = nearest(follower, wanted.first());
            if (follower.isEmpty()) {
                // Before the log's oldest segment, or there is no log.
                wanted.pollFirst();
                continue;
            }
            if (!readOn(follower.get(), found, wanted)) {
                break;
            }
        }
        return found.inOrder();
    }

    /**
     * The oldest messages that a filter takes. Reads the whole log, unless there are as many as are wanted.
     *
     * @param most how many at most
     * @throws DamagedLogException if the log cannot be read to its end
     * @throws IOException if a file cannot be read
     */
    public List<FoundMessage> matching(MessageFilter filter, int most) throws IOException {
        FoundMessages found = new FoundMessages((sequence, message) -> filter.takes(message), most);
        Optional<LogFollower> follower = log.follow();
        boolean more = follower.isPresent();
        while (more && follower.isPresent() && (!found.isFull() || found.hasUnstamped())) {
            more = next(follower.get(), found, !found.isFull());
        }
        return found.inOrder();
    }

    /**
     * The oldest messages from a sequence number on that time-stamps cover. Reads the log from there, until there are as many
     * as are wanted, or to its end.
     *
     * @param most how many at most
     * @throws DamagedLogException if the log cannot be read to its end
     * @throws IOException if a file cannot be read
     */
    public List<FoundMessage> stampedFrom(long first, int most) throws IOException {
        FoundMessages found = new FoundMessages((sequence, message) -> sequence >= first, most);
        OptionalLong segment = log.segmentOf(first);
        Optional<LogFollower> follower = segment.isPresent() ? log.follow(segment.getAsLong()) : log.follow();
        boolean more = follower.isPresent();
        while (more && follower.isPresent() && (!found.isFull() || found.hasUnstamped())) {
            more = next(follower.get(), found, !found.isFull());
        }
        return found.inOrder().stream()
                .filter(message -> message.timestamp().isPresent())
                .toList();
    }

    /**
     * Reads at least to the nearest wanted record, however far it is in this segment, and on until all wanted messages so
     * far are covered and the next one is far; false at the log's end.
     */
    private boolean readOn(LogFollower follower, FoundMessages found, NavigableSet<Long> wanted) throws IOException {
        long nearest = wanted.first();
        while (next(follower, found, true)) {
            long end = follower.position().map(LogPosition::sequence).orElse(0L);
            wanted.headSet(end, true).clear();
            boolean far = wanted.isEmpty() || (end >= nearest && wanted.first() > end + NEAR_RECORDS);
            if (far && !found.hasUnstamped()) {
                return true;
            }
        }
        return false;
    }

    /** A reader behind which the wanted record comes soon: the one that is there, or one that begins with its segment. */
    private Optional<LogFollower> nearest(Optional<LogFollower> here, long wanted) throws IOException {
        Optional<LogPosition> position = here.flatMap(LogFollower::position);
        OptionalLong segment = log.segmentOf(wanted);
        if (segment.isEmpty()) {
            return Optional.empty();
        }
        if (position.isPresent() && position.get().segment() >= segment.getAsLong()) {
            return Optional.of(log.followBehind(position.get()));
        }
        return log.follow(segment.getAsLong());
    }

    /** Takes up one group; false at the log's end. */
    private boolean next(LogFollower follower, FoundMessages found, boolean hasMore) throws IOException {
        Optional<LogFollower.Group> group = follower.next(durable);
        if (group.isEmpty()) {
            Optional<Finding> damage = follower.damage(durable);
            if (damage.isPresent() && (hasMore || found.hasUnstamped())) {
                throw new DamagedLogException(damage.get());
            }
            return false;
        }
        group.get().entries().forEach(found::take);
        reached.reached(group.get().end());
        return true;
    }
}
