package org.ambergate.downloads;

import java.io.IOException;
import org.ambergate.net.Deadline;

/** The time for a download is over. */
final class LateDownloadException extends IOException {
    private static final long serialVersionUID = 1L;

    private LateDownloadException() {
        super("The download took too long");
    }

    /**
     * Ends what takes too long; called often enough that nothing long happens in between.
     *
     * @throws LateDownloadException if the deadline has passed
     */
    static void check(Deadline deadline) throws LateDownloadException {
        if (deadline.isPast()) {
            throw new LateDownloadException();
        }
    }
}
