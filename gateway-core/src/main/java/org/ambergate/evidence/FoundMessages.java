package org.ambergate.evidence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.ambergate.messagelog.LogFollower;
import org.ambergate.messagelog.LogRecord;
import org.ambergate.messagelog.LoggedMessage;
import org.ambergate.messagelog.RecordPlace;

/** Collects messages while a log goes by, and the time-stamps that cover them. */
final class FoundMessages {
    private final Choice choice;
    private final int most;
    // In the order of the log; those from firstUnstamped on have no time-stamp yet.
    private final List<FoundMessage> found = new ArrayList<>();
    private int firstUnstamped;

    /** Which records are meant. */
    @FunctionalInterface
    interface Choice {
        boolean takes(long sequence, LoggedMessage message);
    }

    FoundMessages(Choice choice, int most) {
        this.choice = choice;
        this.most = most;
    }

    void take(LogFollower.Entry entry) {
        if (entry.record() instanceof LogRecord.Message m) {
            if (!isFull() && choice.takes(entry.place().sequence(), m.message())) {
                found.add(new FoundMessage(
                        entry.place(),
                        m.message().exchange().queryId(),
                        m.message().direction(),
                        Optional.empty()));
            }
        } else if (entry.record() instanceof LogRecord.Timestamp t) {
            cover(entry.place(), t.timestamp().upTo());
        }
    }

    boolean isFull() {
        return found.size() == most;
    }

    boolean hasUnstamped() {
        return firstUnstamped < found.size();
    }

    List<FoundMessage> inOrder() {
        return Collections.unmodifiableList(found);
    }

    /** The first time-stamp behind a message that reaches beyond it is the one that covers it. */
    private void cover(RecordPlace timestamp, long upTo) {
        while (hasUnstamped() && found.get(firstUnstamped).place().sequence() < upTo) {
            found.set(firstUnstamped, found.get(firstUnstamped).coveredBy(timestamp));
            firstUnstamped++;
        }
    }
}
