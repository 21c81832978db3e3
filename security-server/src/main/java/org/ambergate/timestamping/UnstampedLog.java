package org.ambergate.timestamping;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.ambergate.fault.LocalFault;
import org.ambergate.messagelog.LoggedTimestamp;
import org.ambergate.messagelog.UnstampedRun;

/** The message log as time-stamping sees it. Called by one thread. */
public interface UnstampedLog {
    /**
     * The oldest durable records without a time-stamp; empty if there are none. The same again until a time-stamp for them
     * was appended.
     */
    Optional<UnstampedRun> next(int messagesMax) throws IOException;

    /**
     * Appends the time-stamp for the run given last, and returns when it is durable.
     *
     * @throws LocalFault if it is not in the log and never will be
     */
    void append(UnstampedRun run, LoggedTimestamp timestamp) throws LocalFault;

    /** The time of the last token in the log when it was opened. */
    Optional<Instant> lastGenTime();
}
