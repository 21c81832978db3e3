package org.ambergate.securityserver;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.ambergate.net.EdgeThreads;
import org.ambergate.pki.SignatureProviders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what every server needs, on a second processor, while the first reads settings. Nothing waits for it: who comes
 * to such a class first loads it, and the other finds it there.
 */
final class AheadLoading {
    private AheadLoading() {}

    static void begin() {
        Thread thread = new Thread(AheadLoading::load, "ahead-loading");
        thread.setDaemon(true);
        thread.start();
    }

    /** In the order in which a start comes to need it. */
    private static void load() {
        Logger log = LoggerFactory.getLogger(AheadLoading.class);
        String signatures = SignatureProviders.describe();
        String downloads = platformTls();
        boolean edge = EdgeThreads.loadNative();
        log.debug("Loaded ahead: {}, {}, native edge: {}", signatures, downloads, edge);
    }

    /** The platform's trust store, which its HTTP client reads when it is built. */
    private static String platformTls() {
        try {
            return SSLContext.getDefault().getProtocol();
        } catch (NoSuchAlgorithmException e) {
            // Whoever needs it meets the same and says what it means there.
            return "no platform TLS";
        }
    }
}
