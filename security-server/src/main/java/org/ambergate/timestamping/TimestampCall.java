package org.ambergate.timestamping;

import java.net.URI;
import org.ambergate.fault.LocalFault;

/** The call to a time-stamping authority: one POST (RFC 3161, section 3.4). */
@FunctionalInterface
public interface TimestampCall {
    /**
     * Asks and waits no longer than a fixed time. Tries once.
     *
     * @return the body of an answer with status 200, no longer than a response may be
     * @throws LocalFault {@code mlog.timestamp_request_timed_out}, {@code mlog.timestamping_non_ok_response} or {@code
     *     mlog.reading_timestamp_response_failed}
     */
    byte[] ask(URI authority, byte[] request) throws LocalFault;
}
