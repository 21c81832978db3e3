package org.ambergate.exchange;

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

    ServerSnapshot with(ServerConfiguration changed) {
        return new ServerSnapshot(global, changed, paths, verifier);
    }
}
