package org.ambergate.securityserver;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.ambergate.admin.AdministrationListener;
import org.ambergate.admin.AuditApi;
import org.ambergate.admin.AuditorKeys;
import org.ambergate.auditindex.AuditIndexing;
import org.ambergate.auditindex.LiveLog;
import org.ambergate.config.ArchiveSettings;
import org.ambergate.config.SecurityServerSettings;
import org.ambergate.config.SettingsException;
import org.ambergate.consumer.ConsumerSide;
import org.ambergate.downloads.Downloads;
import org.ambergate.exchange.ExchangeLog;
import org.ambergate.exchange.ExchangeRunner;
import org.ambergate.exchange.InternalTls;
import org.ambergate.exchange.OwnIdentity;
import org.ambergate.exchange.ServerSnapshot;
import org.ambergate.exchange.ServerState;
import org.ambergate.fault.LocalFault;
import org.ambergate.journal.Archiver;
import org.ambergate.journal.LocalLogStorage;
import org.ambergate.journal.LogSettings;
import org.ambergate.journal.LogSurroundings;
import org.ambergate.journal.MessageLog;
import org.ambergate.journal.Retention;
import org.ambergate.net.Deadline;
import org.ambergate.net.EdgeThreads;
import org.ambergate.net.ExchangeThreads;
import org.ambergate.net.HostNames;
import org.ambergate.net.HttpLinkSettings;
import org.ambergate.net.HttpLinks;
import org.ambergate.net.TlsIdentity;
import org.ambergate.observe.ExchangeMeters;
import org.ambergate.observe.ExchangeObserver;
import org.ambergate.observe.JournalMeters;
import org.ambergate.observe.RefusalThrottle;
import org.ambergate.observe.TimestampingMeters;
import org.ambergate.ocsp.HttpOcspCalls;
import org.ambergate.ocsp.OcspRequestHandler;
import org.ambergate.ocsp.OcspResponses;
import org.ambergate.ocsp.OcspSettings;
import org.ambergate.ocsp.OcspTrust;
import org.ambergate.pki.SignatureProviders;
import org.ambergate.provider.ProviderSide;
import org.ambergate.provider.ReplayGuard;
import org.ambergate.signature.SignatureMethod;
import org.ambergate.signing.BatchSigner;
import org.ambergate.signing.SigningSettings;
import org.ambergate.signing.SigningTrust;
import org.ambergate.signing.SoftwareToken;
import org.ambergate.signing.TokenException;
import org.ambergate.timestamping.HttpTimestampCall;
import org.ambergate.timestamping.TimestampTrust;
import org.ambergate.timestamping.Timestamper;
import org.ambergate.timestamping.TimestampingSettings;
import org.ambergate.trust.AllowedFederations;
import org.ambergate.trust.ConfigurationClient;
import org.ambergate.trust.ConfigurationClientSettings;
import org.ambergate.trust.HttpDownloads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running security server: every room wired by constructor, opened in order and closed in reverse. */
public final class SecurityServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SecurityServer.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final SecurityServerSettings settings;
    private final HostNames serviceNames;
    private final Clock clock = Clock.systemUTC();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private volatile Addresses addresses = Addresses.none();
    private volatile @Nullable Administered administered;

    /** What can be administered while the server runs. */
    private record Administered(ConfigurationClient trust, SoftwareToken token) {}

    private SecurityServer(SecurityServerSettings settings, HostNames serviceNames) {
        this.settings = settings;
        this.serviceNames = serviceNames;
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
        return start(settings, HostNames.SYSTEM);
    }

    /** The same with another way to look up the host names of services. */
    public static SecurityServer start(SecurityServerSettings settings, HostNames serviceNames)
            throws IOException, SettingsException, TokenException, LocalFault {
        SecurityServer server = new SecurityServer(settings, serviceNames);
        try {
            server.open();
            return server;
        } catch (IOException | SettingsException | TokenException | LocalFault | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Where this server listens; the ports are the actual ones. */
    public Addresses addresses() {
        return addresses;
    }

    /**
     * Downloads global configuration now instead of at the next round.
     *
     * @throws LocalFault if it could not be brought up to date; what was held before stays in effect
     */
    public void updateGlobalConfiguration() throws LocalFault {
        administered().trust().update();
    }

    /** The keys of this server. A change is in effect for the next connection and the next signature. */
    public SoftwareToken token() {
        return administered().token();
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

    private void open() throws IOException, SettingsException, TokenException, LocalFault {
        LOG.info("Security server {} starts; signatures by {}", settings.server(), SignatureProviders.describe());
        DataDirectories.prepare(settings.files());
        bindMachineMeters();
        SoftwareToken token = keep(TokenOpener.open(settings.token()));
        MessageLog log = keep(openLog());
        ConfigurationClient trust = keep(openTrust());
        ServicesFileWatch services = keep(new ServicesFileWatch(settings.files().services()));
        AuditIndexing auditIndexing = keep(openAuditIndex(log));
        ServerState state = new ServerState(trust, services.read());
        OcspResponses ocsp = keep(openOcsp(token, state));
        BatchSigner signer = keep(openSigner(token, state, ocsp));
        Timestamper timestamper = keep(openTimestamper(log, state));
        ExchangeLog exchangeLog = new ExchangeLog(log, timestamper::requireWorking, settings.messageLog(), clock);
        ExchangeRunner runner = runner(exchangeLog);
        EdgeThreads edge = keep(EdgeThreads.start());
        HttpLinks serverLinks = keep(new HttpLinks(linkSettings(), edge));
        HttpLinks serviceLinks =
                keep(new HttpLinks(linkSettings().withReuse(true), edge, serviceAddresses(), serviceNames));
        ExecutorService exchanges =
                ExchangeThreads.create("exchange", settings.limits().exchanges());
        keep(exchanges::shutdownNow);
        TlsIdentity internalTls = InternalTls.openOrCreate(settings.files().internalTls(), clock.instant());
        OwnIdentity identity = new OwnIdentity(token::keyRing, state, clock);
        ReplayGuard replays = openReplays(state.current());
        Listeners listeners = new Listeners(
                settings,
                keep(new Downloads(
                                state::current,
                                Downloads.Configuration.of(trust),
                                log,
                                auditIndexing::index,
                                timestamper::stampNow)
                        .before(
                                new ConsumerSide(state, serverLinks, identity, ocsp, signer, exchangeLog, runner)
                                        .listener(settings, clock),
                                settings,
                                clock)),
                new ProviderSide(state, replays, serviceLinks, internalTls, ocsp, signer, exchangeLog, runner)
                        .listener(settings, clock),
                new OcspRequestHandler(ocsp),
                new AdministrationListener(
                        new Health(state, token, ocsp, log, timestamper, signer, runner)::report,
                        meters,
                        keep(auditApi(auditIndexing, log))));
        addresses =
                listeners.start(new Listeners.Edge(edge, exchanges, meters, this::keep), identity, internalTls, state);
        administered = new Administered(trust, token);
        services.start(state::replace);
        timestamper.start();
        startUpkeep(log, signer, auditIndexing, state);
        auditIndexing.start();
        LOG.info("Serving: {}", addresses);
    }

    private Administered administered() {
        Administered running = administered;
        if (running == null) {
            throw new IllegalStateException("The server has not started");
        }
        return running;
    }

    private MessageLog openLog() throws IOException {
        LogSettings logSettings =
                LogSettings.standard().withSegmentBytes(settings.messageLog().segmentBytes());
        return MessageLog.open(
                LocalLogStorage.open(settings.files().messageLog()),
                logSettings,
                new LogSurroundings(clock, new SecureRandom(), new JournalMeters(meters)));
    }

    private AuditIndexing openAuditIndex(MessageLog log) {
        AuditIndexing indexing = new AuditIndexing(
                new LiveLog(
                        settings.files().messageLog(), log::durableRecords, log.recordsAtStart(), log::offerOutcome),
                settings.files().auditIndex(),
                clock);
        Gauge.builder("ambergate.audit.index.lag", indexing, AuditIndexing::lag)
                .description("Records that are in the message log and not yet in the audit index")
                .register(meters);
        return indexing;
    }

    private AuditApi auditApi(AuditIndexing indexing, MessageLog log) {
        return new AuditApi(indexing::index, new AuditorKeys(settings.files().auditorKeys()), log::appendQuery, clock);
    }

    /** Serves from the local copy at once if that is still valid; otherwise waits for a first download. */
    private ConfigurationClient openTrust() throws LocalFault {
        ConfigurationClient trust = new ConfigurationClient(
                settings.files().anchor(),
                settings.files().globalConfiguration(),
                ConfigurationClientSettings.DEFAULT.withAllowedFederations(
                        AllowedFederations.parse(String.join(",", settings.allowedFederations()))),
                new HttpDownloads(),
                clock);
        try {
            trust.update();
        } catch (LocalFault fault) {
            LOG.warn("Global configuration could not be downloaded at start: {}", fault.text());
            trust.current();
        }
        trust.start();
        return trust;
    }

    private OcspResponses openOcsp(SoftwareToken token, ServerState state) throws IOException, LocalFault {
        OcspResponses ocsp = new OcspResponses(
                new OcspSettings(settings.files().ocspCache(), settings.peers().ocspPort(), OcspSettings.RETRY_DELAY),
                new OcspResponses.Collaborators(
                        () -> token.keyRing().certificates(),
                        () -> ocspTrust(state.current()),
                        new HttpOcspCalls(),
                        clock,
                        new SecureRandom()));
        if (!ocsp.missing().isEmpty()) {
            ocsp.refresh();
        }
        ScheduledExecutorService job = Executors.newSingleThreadScheduledExecutor(task -> daemon("ocsp", task));
        keep(job::shutdownNow);
        ocsp.start(job);
        return ocsp;
    }

    private ReplayGuard openReplays(ServerSnapshot snapshot) throws IOException {
        ReplayGuard replays = new ReplayGuard(settings.limits().replayIdentifiers(), clock);
        JournalReplays.remember(settings.files().messageLog(), replays, clock.instant(), snapshot.ocspFreshness());
        return replays;
    }

    private static OcspTrust ocspTrust(ServerSnapshot snapshot) {
        return new OcspTrust(
                snapshot.global().instance(),
                snapshot.global().trustBase(),
                snapshot.paths(),
                snapshot.global().ocspFetchInterval());
    }

    private Timestamper openTimestamper(MessageLog log, ServerState state) throws IOException {
        SecurityServerSettings.Timestamping times = settings.timestamping();
        return new Timestamper(
                new TimestampingSettings(
                        times.interval(),
                        times.failurePeriod(),
                        Math.min(times.batchMessagesMax(), log.stampedMessagesMax()),
                        times.crossCheck(),
                        settings.files().timestampingFailure()),
                new Timestamper.Collaborators(
                        JournalTimestamps.open(log),
                        () -> TimestampTrust.of(state.current().global()),
                        new HttpTimestampCall(),
                        clock,
                        new SecureRandom(),
                        new TimestampingMeters(meters)));
    }

    private void startUpkeep(MessageLog log, BatchSigner signer, AuditIndexing index, ServerState state) {
        LogUpkeep upkeep = keep(new LogUpkeep());
        ArchiveSettings archive = settings.archive();
        Optional<Archiver> archiver = archive.directory()
                .map(directory -> log.archiver(
                        new Archiver.Plan(directory, settings.files().archivePosition(), archive.fileBytesMax())));
        if (archiver.isPresent()) {
            upkeep.start("Archiving", archive.interval(), archiver.get()::run);
        }
        if (!settings.retention().rules().isEmpty()) {
            LogProgress progress = new LogProgress(log, archiver, index, state);
            Retention retention = log.retention(new Retention.Plan(
                    settings.server(), settings.retention().rules(), ownerSigner(signer), progress, clock));
            upkeep.start("Retention", settings.retention().interval(), retention::run);
        }
    }

    private Retention.Signer ownerSigner(BatchSigner signer) {
        return digests -> signer.sign(
                        digests,
                        settings.server().owner(),
                        Deadline.after(settings.limits().idle()))
                .parts();
    }

    private BatchSigner openSigner(SoftwareToken token, ServerState state, OcspResponses ocsp) {
        return new BatchSigner(
                signingSettings(),
                new BatchSigner.Collaborators(
                        token::keyRing,
                        () -> {
                            ServerSnapshot snapshot = state.current();
                            return new SigningTrust(snapshot.global().trustBase(), snapshot.paths());
                        },
                        ocsp::own,
                        clock));
    }

    private SigningSettings signingSettings() {
        SigningSettings defaults = SigningSettings.defaults();
        Set<SignatureMethod> batched = settings.batchSigning() ? defaults.batched() : Set.of();
        return new SigningSettings(
                batched, defaults.threads(), defaults.queueMax(), defaults.batchMax(), defaults.choiceReuse());
    }

    private ExchangeRunner runner(ExchangeLog exchangeLog) {
        return new ExchangeRunner(
                settings.limits().exchanges(),
                settings.limits().exchange(),
                settings.limits().idle(),
                settings.files().spool(),
                clock,
                new ExchangeObserver(exchangeLog, new ExchangeMeters(meters), new RefusalThrottle(clock)));
    }

    private ServiceAddresses serviceAddresses() {
        return new ServiceAddresses(
                settings.listen(), this::addresses, settings.loopbackServicesAllowed(), new RefusalThrottle(clock));
    }

    private HttpLinkSettings linkSettings() {
        HttpLinkSettings defaults = HttpLinkSettings.DEFAULT;
        return defaults.withConnect(settings.peers().connect(), defaults.known(), defaults.retryLeast())
                .withReuse(settings.peers().reuseConnections());
    }

    private void bindMachineMeters() {
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        keep(meters::close);
        JvmGcMetrics collector = keep(new JvmGcMetrics());
        collector.bindTo(meters);
    }

    private <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
