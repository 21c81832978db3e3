package org.ambergate.securityserver;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.journal.LogReceipt;
import org.ambergate.journal.MessageLog;
import org.ambergate.journal.UnstampedRecords;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.UnstampedRun;
import org.ambergate.timestamp.TimestampToken;
import org.ambergate.timestamping.UnstampedLog;

/** The journal, as time-stamping sees it. Owned by the time-stamping thread. */
final class JournalTimestamps implements UnstampedLog {
    private final MessageLog log;
    private final UnstampedRecords records;
    private final Optional<Instant> lastGenTime;

    private JournalTimestamps(MessageLog log, UnstampedRecords records, Optional<Instant> lastGenTime) {
        this.log = log;
        this.records = records;
        this.lastGenTime = lastGenTime;
    }

    /** @throws IOException if the log cannot be read, or its last time-stamp is none */
    static JournalTimestamps open(MessageLog log) throws IOException {
        UnstampedRecords records = log.unstamped();
        Optional<LoggedTimestamp> last = records.last();
        try {
            return new JournalTimestamps(
                    log,
                    records,
                    last.isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    TimestampToken.parse(last.get().token()).genTime()));
        } catch (LocalFault e) {
            throw new IOException("The last time-stamp in the message log cannot be read: " + e.text(), e);
        }
    }

    @Override
    public Optional<UnstampedRun> next(int messagesMax) throws IOException {
        return records.next(messagesMax);
    }

    @Override
    public void append(UnstampedRun run, LoggedTimestamp timestamp) throws LocalFault {
        LogReceipt unused = log.append(timestamp);
        records.stamped(run);
    }

    @Override
    public Optional<Instant> lastGenTime() {
        return lastGenTime;
    }
}
