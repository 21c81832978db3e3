package org.ambergate.exchange;

import java.nio.ByteBuffer;
import org.ambergate.config.SecurityServerSettings.MessageLogSettings;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.messagelog.LoggedBody;

/** Keeps of a passing body what the log is to have, by the rules of the evidence specification, section 9.3. */
public final class BodyKeeper {
    private final MessageLogSettings settings;
    private final BodySpool spool;
    private long length;

    BodyKeeper(MessageLogSettings settings, BodySpool spool) {
        this.settings = settings;
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
        if (!keepsBodies()) {
            return;
        }
        if (length <= settings.loggableBodyBytesMax()) {
            spool.write(bytes);
        } else if (!settings.truncatedBodyAllowed()) {
            throw tooLong(settings);
        }
    }

    BodySpool spool() {
        return spool;
    }

    LoggedBody describe(Digest digest) {
        return describe(settings, length, digest);
    }

    /**
     * How a body of a length is logged.
     *
     * @throws LocalFault {@code logging_failed} if it is too long and truncation is not allowed
     */
    static LoggedBody describeChecked(MessageLogSettings settings, long length, Digest digest) throws LocalFault {
        boolean keeps = settings.bodies() && settings.loggableBodyBytesMax() > 0;
        if (keeps && length > settings.loggableBodyBytesMax() && !settings.truncatedBodyAllowed()) {
            throw tooLong(settings);
        }
        return describe(settings, length, digest);
    }

    private static LoggedBody describe(MessageLogSettings settings, long length, Digest digest) {
        if (!settings.bodies() || settings.loggableBodyBytesMax() == 0) {
            return LoggedBody.leftOut(length, digest);
        }
        return length > settings.loggableBodyBytesMax()
                ? LoggedBody.tooLarge(length, digest)
                : LoggedBody.kept(length, digest);
    }

    private boolean keepsBodies() {
        return settings.bodies() && settings.loggableBodyBytesMax() > 0;
    }

    private static LocalFault tooLong(MessageLogSettings settings) {
        return new LocalFault(
                MessageFault.LOGGING_FAILED,
                "The body is longer than the " + settings.loggableBodyBytesMax() + " bytes that may be logged");
    }
}
