package org.ambergate.auditindex;

import java.time.Duration;

/**
 * How long the index's database may keep somebody waiting.
 *
 * @param busyMax for another process that fills the index; its transactions are short
 * @param searchMax for the answer to one search
 */
record WaitingLimits(Duration busyMax, Duration searchMax) {
    static final WaitingLimits STANDARD = new WaitingLimits(Duration.ofSeconds(30), Duration.ofSeconds(20));
}
