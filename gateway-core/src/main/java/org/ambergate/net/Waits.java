package org.ambergate.net;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.ambergate.fault.GeneralFault;
import org.ambergate.fault.LocalFault;

/** Waiting with a deadline, with our faults. */
final class Waits {
    private Waits() {}

    /** Waits for a signal; the caller holds the lock and looks again afterwards. */
    static void await(Condition condition, Lock lock, Deadline deadline, String late) throws LocalFault {
        if (deadline.isPast()) {
            throw new LocalFault(GeneralFault.IO_ERROR, late);
        }
        try {
            LateWaits.await(condition, lock, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFault(GeneralFault.IO_ERROR, "The wait was interrupted").causedBy(e);
        }
    }
}
