package org.ambergate.exchange;

import java.nio.ByteBuffer;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;
import org.ambergate.messagelog.LoggedBody;

/** Keeps of a passing body what the log is to have. */
public final class BodyKeeper {
    private final BodyRule rule;
    private final BodySpool spool;
    private long length;

    BodyKeeper(BodyRule rule, BodySpool spool) {
        this.rule = rule;
        this.spool = spool;
    }

    /**
     * Keeps the remaining bytes; the caller's position does not move.
     *
     * @throws LocalFault {@code logging_failed} as soon as the body is longer than may be logged, unless truncation is
     *     allowed
     */
    public void write(ByteBuffer bytes) throws LocalFault {
        length += bytes.remaining();
        if (rule.keeps(length)) {
            spool.write(bytes);
        }
    }

    BodySpool spool() {
        return spool;
    }

    LoggedBody describe(Digest digest) throws LocalFault {
        return rule.describe(length, digest);
    }
}
