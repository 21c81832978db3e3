package org.ambergate.exchange;

import org.ambergate.config.SecurityServerSettings.MessageLogSettings;
import org.ambergate.digest.Digest;
import org.ambergate.fault.LocalFault;
import org.ambergate.fault.MessageFault;
import org.ambergate.identifier.ClientId;
import org.ambergate.messagelog.LoggedBody;

/**
 * What is logged of the bodies of one exchange (evidence specification, section 9.3).
 *
 * @param kept whether bodies are logged at all
 * @param bytesMax longest body that is logged
 * @param truncatedAllowed whether a longer one may pass with its digest alone
 */
record BodyRule(boolean kept, long bytesMax, boolean truncatedAllowed) {
    static BodyRule of(MessageLogSettings settings, Side side, ClientId provider) {
        boolean logged = side == Side.PROVIDER
                ? settings.bodies().ofLocal(provider)
                : settings.bodies().ofRemote(provider);
        return new BodyRule(
                logged && settings.loggableBodyBytesMax() > 0,
                settings.loggableBodyBytesMax(),
                settings.truncatedBodyAllowed());
    }

    /**
     * Whether a body that has this length so far goes into the log.
     *
     * @throws LocalFault {@code logging_failed} if it is too long and may not pass without
     */
    boolean keeps(long length) throws LocalFault {
        if (kept && length > bytesMax && !truncatedAllowed) {
            throw new LocalFault(
                    MessageFault.LOGGING_FAILED,
                    "The body is longer than the " + bytesMax + " bytes that may be logged");
        }
        return kept && length <= bytesMax;
    }

    /**
     * How a body is logged.
     *
     * @throws LocalFault as {@link #keeps}
     */
    LoggedBody describe(long length, Digest digest) throws LocalFault {
        if (keeps(length)) {
            return LoggedBody.kept(length, digest);
        }
        return kept ? LoggedBody.tooLarge(length, digest) : LoggedBody.leftOut(length, digest);
    }
}
