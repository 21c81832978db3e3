package org.ambergate.securityserver;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.ambergate.admin.AdministrationListener;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.config.SettingsException;
import org.ambergate.consumer.ConsumerSide;
import org.ambergate.exchange.ExchangeLog;
import org.ambergate.exchange.ExchangeRunner;
import org.ambergate.exchange.InternalTls;
import org.ambergate.exchange.OwnIdentity;
import org.ambergate.exchange.ServerState;
import org.ambergate.fault.LocalFault;
import org.ambergate.journal.LocalLogStorage;
import org.ambergate.journal.LogSettings;
import org.ambergate.journal.LogSurroundings;
import org.ambergate.journal.MessageLog;
import org.ambergate.net.EdgeThreads;
import org.ambergate.net.ExchangeThreads;
import org.ambergate.net.HttpLinkSettings;
import org.ambergate.net.HttpLinks;
import org.ambergate.net.TlsIdentity;
import org.ambergate.observe.ExchangeMeters;
import org.ambergate.observe.ExchangeObserver;
import org.ambergate.observe.JournalMeters;
import org.ambergate.observe.RefusalThrottle;
import org.ambergate.ocsp.HttpOcspCalls;
import org.ambergate.ocsp.OcspResponses;
import org.ambergate.ocsp.OcspSettings;
import org.ambergate.ocsp.OcspTrust;
import org.ambergate.pki.SignatureProviders;
import org.ambergate.provider.ProviderSide;
import org.ambergate.provider.ReplayGuard;
import org.ambergate.serverconf.ServerConfigurationFile;
import org.ambergate.signing.BatchSigner;
import org.ambergate.signing.SoftwareToken;
import org.ambergate.signing.TokenException;
import org.ambergate.trust.ConfigurationClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running security server: every room wired by constructor, opened in order and closed in reverse. */
public final class SecurityServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SecurityServer.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final SecurityServerSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private SecurityServer(SecurityServerSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts a server; when this returns, it serves exchanges.
     *
     * @throws SettingsException if the services file cannot be used
     * @throws TokenException if the token cannot be opened
     * @throws LocalFault if no valid global configuration can be had
     * @throws IOException if a directory, file or port cannot be used
     */
    public static SecurityServer start(SecurityServerSettings settings)
            throws IOException, SettingsException, TokenException, LocalFault {
        SecurityServer server = new SecurityServer(settings);
        try {
            server.open();
            return server;
        } catch (IOException | SettingsException | TokenException | LocalFault | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("A part of the server did not close properly", e);
            }
        }
    }
}
