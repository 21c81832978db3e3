package org.ambergate.timestamp;

import org.ambergate.fault.LocalFault;
import org.ambergate.fault.TimestampFault;

/** The faults that reading and verifying tokens raises over and over. */
final class TimestampFaults {
    private TimestampFaults() {}

    static LocalFault unreadable(String text) {
        return new LocalFault(TimestampFault.READING_TIMESTAMP_RESPONSE_FAILED, text);
    }

    static LocalFault algorithm(String text) {
        return new LocalFault(TimestampFault.TIMESTAMP_ALGORITHM_UNSUPPORTED, text);
    }

    static LocalFault signature(String text) {
        return new LocalFault(TimestampFault.TIMESTAMP_SIGNER_VERIFICATION_FAILED, text);
    }
}
