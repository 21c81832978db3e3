package org.ambergate.exchange;

import java.time.Duration;
import org.ambergate.globalconf.GlobalConfiguration;
import org.ambergate.pki.PathValidator;
import org.ambergate.serverconf.ServerConfiguration;
import org.ambergate.signature.MessageVerifier;

/**
 * Everything that one exchange decides by, taken once at its start.
 *
 * @param global the global configuration, unexpired when the snapshot was taken
 * @param configuration clients, services and rights of this server
 * @param paths certificate paths under that global configuration
 * @param verifier signatures under that global configuration
 */
public record ServerSnapshot(
        GlobalConfiguration global, ServerConfiguration configuration, PathValidator paths, MessageVerifier verifier) {

    /** A snapshot with verifiers of its own. */
    public static ServerSnapshot of(GlobalConfiguration global, ServerConfiguration configuration) {
        PathValidator paths = new PathValidator(global.trustBase());
        return new ServerSnapshot(global, configuration, paths, new MessageVerifier(paths, global.trustBase()));
    }

    /** How old an OCSP response may be, and so how late a message may still come. */
    public Duration ocspFreshness() {
        return global.trustBase().ocspPolicy().freshness();
    }

    /**
     * The snapshot that follows this one. Verifiers, and with them what they remember, are kept for as long as the
     * global configuration trusts the same: it is renewed every minute and seldom changes.
     */
    @SuppressWarnings("ReferenceEquality") // an equal one would do, but telling costs more than it saves
    ServerSnapshot with(GlobalConfiguration renewed, ServerConfiguration changed) {
        return renewed.trustBase() == global.trustBase()
                ? new ServerSnapshot(renewed, changed, paths, verifier)
                : of(renewed, changed);
    }
}
