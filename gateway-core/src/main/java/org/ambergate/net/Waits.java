package org.ambergate.net;

import java.util.concurrent.locks.Condition;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;

/** Waiting with a deadline, with our faults. */
final class Waits {
    private Waits() {}

    /** Waits for a signal; the caller holds the lock and looks again afterwards. */
    @SuppressWarnings("WaitNotInLoop") // the loop, with the condition, is the caller's
    static void await(Condition condition, Deadline deadline, String late) throws LocalFault {
        long nanos = deadline.remainingNanos();
        if (nanos <= 0) {
            throw new LocalFault(GeneralFault.IO_ERROR, late);
        }
        try {
            // the result is not needed: the caller's loop asks the deadline
            condition.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFault(GeneralFault.IO_ERROR, "The wait was interrupted").causedBy(e);
        }
    }
}
